#include "gateway/xds/answer_document_removal.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/ebrim/registry_response.h"
#include "domain/errors/xds_error.h"
#include "domain/text/quoted_value.h"
#include "gateway/xds/document_requests.h"
#include "gateway/xds/refusal.h"
#include "gateway/xds/xds_namespaces.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::gateway {
namespace {

using repository::v1::DocumentRequest;

// What one repository did not remove.
struct Removal {
  metadata::v1::RegistryErrorList errors;
  bool removed_any = false;
};

absl::StatusOr<Removal> RemoveFrom(RepositoryCalls::Stub& repository,
                                   const std::vector<DocumentRequest>& documents,
                                   const RepositoryCalls& repositories, const Caller& caller) {
  repository::v1::RemoveDocumentsRequest request;
  for (const DocumentRequest& document : documents) *request.add_documents() = document;
  repository::v1::RemoveDocumentsResponse response;
  grpc::ClientContext context;
  repositories.Prepare(caller, &context);
  // Once: a second call would find nothing of what the first one removed.
  const absl::Status status =
      platform::FromGrpcStatus(repository.RemoveDocuments(&context, request, &response));
  if (IsFault(status)) return status;
  Removal removal;
  removal.removed_any = status.ok();
  if (!status.ok()) {
    removal.errors = RefusalBy(Actor::kRepository, status).errors;
    return removal;
  }
  for (auto& fault : *response.mutable_faults()) {
    *removal.errors.add_errors() = std::move(*fault.mutable_error());
  }
  return removal;
}

}  // namespace

absl::StatusOr<std::string> AnswerDocumentRemoval(const XmlNode& body,
                                                  const RepositoryCalls& repositories,
                                                  const Caller& caller) {
  const auto requests = ReadDocumentRequests(body, kRmdNamespace, "RemoveDocumentsRequest");
  if (!requests.ok()) {
    if (!RegistryErrorsOf(requests.status()).has_value()) return requests.status();
    return WriteRegistryResponse(RefusalBy(Actor::kRepository, requests.status()));
  }
  std::map<std::string, std::vector<DocumentRequest>> by_repository;
  for (const DocumentRequest& request : *requests) {
    by_repository[request.repository_unique_id()].push_back(request);
  }
  RegistryErrors errors;
  bool removed_any = false;
  for (const auto& [repository_id, documents] : by_repository) {
    RepositoryCalls::Stub* const repository = repositories.Find(repository_id);
    if (repository == nullptr) {
      for (const DocumentRequest& document : documents) {
        errors.Add(XdsErrorCode::kUnknownRepositoryId, document.document_unique_id(),
                   absl::StrCat("there is no repository ", Quote(repository_id), " here"));
      }
      continue;
    }
    const absl::StatusOr<Removal> removal =
        RemoveFrom(*repository, documents, repositories, caller);
    if (!removal.ok()) return removal.status();
    for (const auto& error : removal->errors.errors()) errors.Add(error);
    removed_any = removed_any || removal->removed_any;
  }
  RegistryResponse answer;
  answer.errors = errors.list();
  if (!errors.empty()) {
    answer.status = removed_any ? ResponseStatus::kPartialSuccess : ResponseStatus::kFailure;
  }
  return WriteRegistryResponse(answer);
}

}  // namespace docshare::gateway
