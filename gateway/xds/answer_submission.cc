#include "gateway/xds/answer_submission.h"

#include <utility>

#include "domain/ebrim/registry_response.h"
#include "domain/ebrim/submit_objects.h"
#include "domain/errors/xds_error.h"
#include "gateway/xds/refusal.h"

namespace docshare::gateway {
namespace {

using metadata::v1::RegistryError;
using Stub = RegistryCalls::Stub;
using Warnings = google::protobuf::RepeatedPtrField<RegistryError>;

template <typename Request, typename Response>
absl::StatusOr<Warnings> Send(const RegistryCalls& registry, const Caller& caller,
                              RegistryCalls::Method<Request, Response> method,
                              const Request& request) {
  auto response = registry.Call(caller, method, request);
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_warnings());
}

absl::StatusOr<Warnings> Submit(SubmissionKind kind, const SubmitObjects& submission,
                                const RegistryCalls& registry, const Caller& caller) {
  switch (kind) {
    case SubmissionKind::kRegisterDocumentSet:
      return Send(registry, caller, &Stub::RegisterDocumentSet, submission.request);
    case SubmissionKind::kRegisterOnDemandDocumentEntry: {
      registry::v1::RegisterOnDemandDocumentEntryRequest request;
      if (submission.request.has_submission_set()) {
        *request.mutable_submission_set() = submission.request.submission_set();
      }
      *request.mutable_document_entries() = submission.request.document_entries();
      *request.mutable_associations() = submission.request.associations();
      *request.mutable_folders() = submission.request.folders();
      return Send(registry, caller, &Stub::RegisterOnDemandDocumentEntry, request);
    }
    case SubmissionKind::kUpdateDocumentSet: {
      registry::v1::UpdateDocumentSetRequest request;
      *request.mutable_submission() = submission.request;
      return Send(registry, caller, &Stub::UpdateDocumentSet, request);
    }
    case SubmissionKind::kRestrictedUpdateDocumentSet: {
      registry::v1::RestrictedUpdateDocumentSetRequest request;
      *request.mutable_submission() = submission.request;
      return Send(registry, caller, &Stub::RestrictedUpdateDocumentSet, request);
    }
  }
  return absl::InternalError("a kind of submission without an RPC");
}

}  // namespace

absl::StatusOr<std::string> AnswerSubmission(const XmlNode& body, SubmissionKind kind,
                                             const RegistryCalls& registry, const Caller& caller) {
  const absl::StatusOr<SubmitObjects> submission = ReadSubmitObjectsRequest(body);
  if (!submission.ok()) return submission.status();
  absl::Status outcome = submission->faults.ToStatus();
  RegistryResponse answer;
  if (outcome.ok()) {
    // What was not kept is told beside what the registry warns of.
    answer.errors = submission->faults.list();
    const absl::StatusOr<Warnings> warnings = Submit(kind, *submission, registry, caller);
    outcome = warnings.status();
    if (warnings.ok()) answer.errors.mutable_errors()->MergeFrom(*warnings);
  }
  if (IsFault(outcome)) return outcome;
  if (!outcome.ok()) answer = RefusalBy(Actor::kRegistry, outcome);
  LocateInEbrim(*submission, &answer.errors);
  return WriteRegistryResponse(answer);
}

}  // namespace docshare::gateway
