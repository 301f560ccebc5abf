#include "registry/validation/validate_submission.h"

#include <variant>

#include "absl/types/optional.h"
#include "domain/errors/xds_error.h"
#include "platform/kv/kv_batch.h"
#include "registry/objects/object_editor.h"
#include "registry/register/outcome.h"
#include "registry/register/register_document_set.h"
#include "registry/update/update_document_set.h"
#include "registry/validation/submission_of.h"

namespace docshare::registry {
namespace {

using v1::ValidateSubmissionRequest;
using v1::ValidateSubmissionResponse;

// Does the work of one transaction for nothing but its verdict.
class DryRun {
 public:
  DryRun(const platform::KvReader& state, uint64_t position) : state_(state), position_(position) {}

  // The refusal, or OK with the warnings of the work itself.
  template <typename Change, typename Apply>
  absl::Status Verdict(const absl::StatusOr<Change>& change, Apply apply,
                       RegistryErrors& warnings) const {
    if (!change.ok()) return change.status();
    ChangeOrigin origin;
    origin.position = position_ + 1;
    platform::KvBatch batch;
    const Outcome outcome = apply(*change, origin, state_, batch);
    if (!outcome.ok()) return outcome.status();
    std::visit(
        [&warnings](const auto& reply) {
          if constexpr (requires { reply.warnings(); }) {
            for (const auto& warning : reply.warnings()) warnings.Add(warning);
          }
        },
        *outcome);
    return absl::OkStatus();
  }

 private:
  const platform::KvReader& state_;
  const uint64_t position_;
};

ValidateSubmissionResponse Respond(const absl::Status& verdict, const Findings& findings,
                                   const RegistryErrors& warnings, uint64_t position) {
  ValidateSubmissionResponse response;
  const absl::Status refusal = WithFaults(verdict, findings.faults());
  response.set_accepted(refusal.ok());
  if (const auto errors = RegistryErrorsOf(refusal)) {
    *response.mutable_findings() = errors->errors();
  }
  response.mutable_findings()->MergeFrom(warnings.list().errors());
  response.mutable_findings()->MergeFrom(findings.warnings().list().errors());
  response.set_commit_position(position);
  return response;
}

}  // namespace

absl::StatusOr<ValidateSubmissionResponse> ValidateSubmission(
    const ValidateSubmissionRequest& request, const SubmissionValidator& validator,
    const platform::KvReader& state, uint64_t position) {
  const DryRun dry_run(state, position);
  Findings findings;
  RegistryErrors warnings;
  absl::Status verdict;
  switch (request.request_case()) {
    case ValidateSubmissionRequest::kRegisterDocumentSet: {
      const auto& submission = request.register_document_set();
      findings = validator.Examine(submission, Transaction::kRegisterDocumentSet);
      verdict = dry_run.Verdict(PrepareRegisterDocumentSet(submission), ApplyRegisterDocumentSet,
                                warnings);
      break;
    }
    case ValidateSubmissionRequest::kRegisterOnDemandDocumentEntry: {
      const auto& message = request.register_on_demand_document_entry();
      findings =
          validator.Examine(SubmissionOf(message), Transaction::kRegisterOnDemandDocumentEntry);
      verdict = dry_run.Verdict(PrepareRegisterOnDemandDocumentEntry(message),
                                ApplyRegisterDocumentSet, warnings);
      break;
    }
    case ValidateSubmissionRequest::kUpdateDocumentSet: {
      const auto& submission = request.update_document_set().submission();
      findings = validator.Examine(submission, Transaction::kUpdateDocumentSet);
      verdict = dry_run.Verdict(PrepareUpdateDocumentSet(submission, UpdateScope::kAll),
                                ApplyUpdateDocumentSet, warnings);
      break;
    }
    case ValidateSubmissionRequest::kRestrictedUpdateDocumentSet: {
      const auto& submission = request.restricted_update_document_set().submission();
      findings = validator.Examine(submission, Transaction::kUpdateDocumentSet);
      verdict = dry_run.Verdict(PrepareUpdateDocumentSet(submission, UpdateScope::kRestricted),
                                ApplyUpdateDocumentSet, warnings);
      break;
    }
    case ValidateSubmissionRequest::REQUEST_NOT_SET:
      return XdsErrorWithStatus(absl::StatusCode::kInvalidArgument, XdsErrorCode::kRegistryError,
                                "request", "there is no submission to look at");
  }
  // A refusal of the standard says what is wrong with the submission; anything else is wrong here.
  if (!verdict.ok() && !RegistryErrorsOf(verdict)) return verdict;
  return Respond(verdict, findings, warnings, position);
}

}  // namespace docshare::registry
