#include "registry/register/register_document_set.h"

#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/content_digest.h"
#include "domain/metadata/rules/stateless_rules.h"
#include "domain/metadata/submission_ids.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/index/submission_set.h"
#include "registry/register/replacement.h"
#include "registry/register/stateful_rules.h"

namespace docshare::registry {
namespace {

using metadata::v1::AVAILABILITY_STATUS_APPROVED;
using storage::v1::RegisterDocumentSetCommand;

absl::StatusOr<RegisterDocumentSetCommand> Prepare(v1::RegisterDocumentSetRequest request,
                                                   Transaction transaction) {
  const RegistryErrors faults = RunStatelessRules(request, transaction);
  if (absl::Status status = faults.ToStatus(); !status.ok()) return status;
  return ToCommand(std::move(request));
}

// What the registry sets by itself. Source: ITI TF-2:3.42.4.1.3.
template <typename Object>
Object AsFirstVersion(Object object) {
  object.set_availability_status(AVAILABILITY_STATUS_APPROVED);
  object.set_version(1);
  object.set_logical_id(object.entry_uuid());
  return object;
}

absl::Status AddSubmissionSet(const RegisterDocumentSetCommand& command, uint64_t patient_number,
                              ObjectEditor& editor) {
  metadata::v1::SubmissionSet set = command.submission_set();
  set.set_availability_status(AVAILABILITY_STATUS_APPROVED);
  storage::v1::SubmissionSetRow row;
  row.set_content_digest(command.content_digest());
  row.set_commit_position(editor.origin().position);
  *row.mutable_assigned_ids() = command.assigned_ids();
  return editor.AddSubmissionSet(std::move(set), std::move(row), patient_number);
}

absl::Status AddAssociations(const RegisterDocumentSetCommand& command, ObjectEditor& editor) {
  absl::flat_hash_set<absl::string_view> touched;
  for (const metadata::v1::Association& association : command.associations()) {
    if (absl::Status status = editor.AddAssociation(association); !status.ok()) return status;
    const bool is_of_folder = association.association_type() == kHasMember &&
                              association.source_object() != command.submission_set().entry_uuid();
    if (!is_of_folder || !touched.insert(association.source_object()).second) continue;
    auto folder = EntryUuid::Parse(association.source_object());
    if (!folder.ok()) return folder.status();
    if (absl::Status status = editor.TouchFolder(*folder); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status AddObjects(const RegisterDocumentSetCommand& command, uint64_t patient_number,
                        ObjectEditor& editor) {
  absl::Status status = AddSubmissionSet(command, patient_number, editor);
  for (int i = 0; status.ok() && i < command.document_entries_size(); ++i) {
    status = editor.AddDocument(AsFirstVersion(command.document_entries(i)), patient_number,
                                storage::v1::CHANGE_KIND_REGISTERED);
  }
  for (int i = 0; status.ok() && i < command.folders_size(); ++i) {
    status = editor.AddFolder(AsFirstVersion(command.folders(i)), patient_number,
                              storage::v1::CHANGE_KIND_REGISTERED);
  }
  if (status.ok()) status = AddAssociations(command, editor);
  return status;
}

}  // namespace

absl::StatusOr<RegisterDocumentSetCommand> PrepareRegisterDocumentSet(
    v1::RegisterDocumentSetRequest request) {
  return Prepare(std::move(request), Transaction::kRegisterDocumentSet);
}

absl::StatusOr<RegisterDocumentSetCommand> PrepareRegisterOnDemandDocumentEntry(
    v1::RegisterOnDemandDocumentEntryRequest request) {
  v1::RegisterDocumentSetRequest submission;
  submission.mutable_document_entries()->Swap(request.mutable_document_entries());
  submission.mutable_associations()->Swap(request.mutable_associations());
  submission.mutable_folders()->Swap(request.mutable_folders());
  if (request.has_submission_set()) {
    *submission.mutable_submission_set() = std::move(*request.mutable_submission_set());
  }
  return Prepare(std::move(submission), Transaction::kRegisterOnDemandDocumentEntry);
}

RegisterDocumentSetCommand ToCommand(v1::RegisterDocumentSetRequest request) {
  std::vector<v1::AssignedId> assigned = ResolveSubmissionIds(request);
  RegisterDocumentSetCommand command;
  command.set_content_digest(ContentDigest(request));
  *command.mutable_submission_set() = std::move(*request.mutable_submission_set());
  *command.mutable_document_entries() = std::move(*request.mutable_document_entries());
  *command.mutable_associations() = std::move(*request.mutable_associations());
  *command.mutable_folders() = std::move(*request.mutable_folders());
  *command.mutable_assigned_ids() = {assigned.begin(), assigned.end()};
  return command;
}

Outcome ApplyRegisterDocumentSet(const RegisterDocumentSetCommand& command,
                                 const ChangeOrigin& origin, const platform::KvReader& store,
                                 platform::KvBatch& batch) {
  auto first = FirstAnswer(command, store);
  if (!first.ok()) return first.status();
  if (first->has_value()) return Reply(std::move(**first));

  auto patient_number = RunStatefulRules(command, store);
  if (!patient_number.ok()) return patient_number.status();
  ChangeOrigin of_submission = origin;
  of_submission.submission_set = command.submission_set().entry_uuid();
  ObjectEditor editor(&store, std::move(of_submission));
  absl::Status status = AddObjects(command, *patient_number, editor);
  if (status.ok()) status = ApplyReplacements(command, store, editor);
  if (!status.ok()) return status;
  batch.Append(editor.TakeBatch());

  v1::RegisterDocumentSetResponse response;
  response.set_commit_position(origin.position);
  *response.mutable_assigned_ids() = command.assigned_ids();
  return Reply(std::move(response));
}

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

}  // namespace docshare::registry
