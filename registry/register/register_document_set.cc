#include "registry/register/register_document_set.h"

#include <utility>
#include <vector>

#include "absl/types/optional.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/content_digest.h"
#include "domain/metadata/rules/stateless_rules.h"
#include "domain/metadata/submission_ids.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/index/submission_set.h"
#include "registry/register/stateful_rules.h"
#include "registry/register/submission_rows.h"

namespace docshare::registry {
namespace {

using storage::v1::RegisterDocumentSetCommand;
using storage::v1::SubmissionSetRow;

// The answer of the first time, when this very submission is in the registry already.
absl::StatusOr<absl::optional<v1::RegisterDocumentSetResponse>> FirstAnswer(
    const RegisterDocumentSetCommand& command, const platform::KvReader& store) {
  auto uses = FindUniqueIdUses(store, command.submission_set().unique_id(), 1);
  if (!uses.ok()) return uses.status();
  if (uses->empty()) return absl::nullopt;
  const UniqueIdUse& use = uses->front();
  if (use.row.locator().kind() != storage::v1::OBJECT_KIND_SUBMISSION_SET) return absl::nullopt;
  auto row = ReadSubmissionSet(
      store, {use.row.locator().patient_number(), use.row.locator().sort_s(), use.uuid});
  if (!row.ok()) return row.status();
  if (row->content_digest() != command.content_digest()) return absl::nullopt;
  v1::RegisterDocumentSetResponse response;
  response.set_commit_position(row->commit_position());
  response.set_already_registered(true);
  *response.mutable_assigned_ids() = row->assigned_ids();
  return response;
}

}  // namespace

absl::StatusOr<RegisterDocumentSetCommand> PrepareRegisterDocumentSet(
    v1::RegisterDocumentSetRequest request) {
  RegistryErrors faults = RunStatelessRules(request);
  if (absl::Status status = faults.ToStatus(); !status.ok()) return status;
  std::vector<v1::AssignedId> assigned = ResolveSubmissionIds(request);
  RegisterDocumentSetCommand command;
  command.set_content_digest(ContentDigest(request));
  *command.mutable_submission_set() = std::move(*request.mutable_submission_set());
  *command.mutable_document_entries() = std::move(*request.mutable_document_entries());
  *command.mutable_associations() = std::move(*request.mutable_associations());
  *command.mutable_assigned_ids() = {assigned.begin(), assigned.end()};
  return command;
}

Outcome ApplyRegisterDocumentSet(const RegisterDocumentSetCommand& command, uint64_t position,
                                 const platform::KvReader& store, platform::KvBatch& batch) {
  auto first = FirstAnswer(command, store);
  if (!first.ok()) return first.status();
  if (first->has_value()) return Reply(std::move(**first));

  auto patient_number = RunStatefulRules(command, store);
  if (!patient_number.ok()) return patient_number.status();
  absl::Status written = WriteSubmission(command, *patient_number, position, store, batch);
  if (!written.ok()) return written;

  v1::RegisterDocumentSetResponse response;
  response.set_commit_position(position);
  *response.mutable_assigned_ids() = command.assigned_ids();
  return Reply(std::move(response));
}

}  // namespace docshare::registry
