#include "registry/update/update_document_set.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/rules/location.h"
#include "domain/metadata/rules/stateless_rules.h"
#include "registry/register/id_rules.h"
#include "registry/register/patient_rules.h"
#include "registry/register/register_document_set.h"
#include "registry/update/new_versions.h"
#include "registry/update/patient_reconciliation.h"
#include "registry/update/status_updates.h"
#include "registry/update/submitted_associations.h"
#include "registry/update/version_links.h"

namespace docshare::registry {
namespace {

using storage::v1::RegisterDocumentSetCommand;
using storage::v1::UpdateDocumentSetCommand;

// What a caller is told, of either transaction.
template <typename Response>
Reply MakeReply(uint64_t position, bool already_registered,
                const google::protobuf::RepeatedPtrField<v1::AssignedId>& assigned_ids) {
  Response response;
  response.set_commit_position(position);
  response.set_already_registered(already_registered);
  *response.mutable_assigned_ids() = assigned_ids;
  return response;
}

Reply Answer(bool restricted, uint64_t position, bool already_registered,
             const google::protobuf::RepeatedPtrField<v1::AssignedId>& assigned_ids) {
  return restricted
             ? MakeReply<v1::RestrictedUpdateDocumentSetResponse>(position, already_registered,
                                                                  assigned_ids)
             : MakeReply<v1::UpdateDocumentSetResponse>(position, already_registered, assigned_ids);
}

ChangeOrigin BySubmissionSet(ChangeOrigin origin, const metadata::v1::SubmissionSet& set) {
  origin.submission_set = set.entry_uuid();
  return origin;
}

// One update, from its rules to its rows.
class Update {
 public:
  Update(const UpdateDocumentSetCommand& command, const ChangeOrigin& origin,
         const platform::KvReader& store)
      : command_(command.submission()),
        scope_(command.restricted() ? UpdateScope::kRestricted : UpdateScope::kAll),
        content_(command_),
        editor_(&store, BySubmissionSet(origin, command_.submission_set())) {}

  absl::Status Run() {
    const UpdateOperations operations = DecodeUpdate(content_, scope_, errors_);
    if (!errors_.empty()) return Refusal();
    absl::Status status = CheckSubmission();
    if (!status.ok()) return status;
    auto versions = CheckNewVersions(content_, operations, scope_, editor_.now(), errors_);
    if (!versions.ok()) return versions.status();
    // What follows builds on the new versions.
    if (!errors_.empty()) return Refusal();
    status = AddSubmissionSet();
    if (status.ok()) status = Install(*versions);
    if (status.ok()) {
      status =
          SubmitAssociations(content_, operations, propagating_, editor_, to_reconcile_, errors_);
    }
    if (status.ok()) status = UpdateStatuses(content_, operations, editor_, to_reconcile_, errors_);
    if (status.ok()) status = ReconcilePatients(editor_.now(), to_reconcile_, errors_);
    if (!status.ok()) return status;
    return Refusal();
  }

  platform::KvBatch TakeBatch() { return editor_.TakeBatch(); }

 private:
  // Ok when there is no fault.
  absl::Status Refusal() {
    errors_.SortByLocation();
    return errors_.ToStatus();
  }

  // The rules of what comes with the new versions: the patient of the submission set (36), its
  // uniqueId (42), and the entryUUIDs of all (7).
  absl::Status CheckSubmission() {
    auto number = CheckPatient(content_.submission_set.patient_id(), "submission_set.patient_id",
                               editor_.now(), errors_);
    if (!number.ok()) return number.status();
    patient_number_ = number->value_or(0);
    auto is_new = CheckUniqueIdOfSet(command_, editor_.now(), errors_);
    if (!is_new.ok()) return is_new.status();
    // UUIDs that replaced symbolic ids depend on it: they are taken too, and saying so would hide
    // what has to be mended.
    return *is_new ? CheckUuidsAreNew(command_, editor_.now(), errors_) : Refusal();
  }

  absl::Status AddSubmissionSet() {
    metadata::v1::SubmissionSet set = content_.submission_set;
    set.set_availability_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);
    storage::v1::SubmissionSetRow row;
    row.set_content_digest(command_.content_digest());
    *row.mutable_assigned_ids() = command_.assigned_ids();
    row.set_commit_position(editor_.origin().position);
    return editor_.AddSubmissionSet(std::move(set), std::move(row), patient_number_);
  }

  absl::Status Install(const std::vector<AcceptedVersion>& versions) {
    std::vector<NewVersionLink> links;
    for (const AcceptedVersion& version : versions) {
      absl::Status status = InstallVersion(content_, version, editor_);
      if (!status.ok()) return status;
      const std::string location = version.operation.is_folder
                                       ? FolderLocation(version.operation.object).ToString()
                                       : EntryLocation(version.operation.object).ToString();
      links.push_back({version.before, version.after, version.propagates, location});
      to_reconcile_.push_back({version.after, location});
      if (!version.propagates) continue;
      propagating_.insert(version.before);
      propagating_.insert(version.after);
    }
    auto set = EntryUuid::Parse(content_.submission_set.entry_uuid());
    if (!set.ok()) return set.status();
    auto propagated = PropagateLinks(links, {*set, content_.submission_set.unique_id()},
                                     AcrossPatients::kCopy, editor_, errors_);
    if (!propagated.ok()) return propagated.status();
    to_reconcile_.insert(to_reconcile_.end(), propagated->made.begin(), propagated->made.end());
    return absl::OkStatus();
  }

  const RegisterDocumentSetCommand& command_;
  const UpdateScope scope_;
  const UpdateContent content_;
  ObjectEditor editor_;
  RegistryErrors errors_;
  uint64_t patient_number_ = 0;
  // Versions that take over links, and the ones before them.
  absl::flat_hash_set<EntryUuid> propagating_;
  std::vector<ObjectToReconcile> to_reconcile_;
};

}  // namespace

absl::StatusOr<UpdateDocumentSetCommand> PrepareUpdateDocumentSet(
    v1::RegisterDocumentSetRequest submission, UpdateScope scope) {
  RegistryErrors errors = RunStatelessRules(submission, Transaction::kUpdateDocumentSet);
  DecodeUpdate(UpdateContent(submission), scope, errors);
  errors.SortByLocation();
  if (absl::Status status = errors.ToStatus(); !status.ok()) return status;
  UpdateDocumentSetCommand command;
  command.set_restricted(scope == UpdateScope::kRestricted);
  *command.mutable_submission() = ToCommand(std::move(submission));
  return command;
}

Outcome ApplyUpdateDocumentSet(const UpdateDocumentSetCommand& command, const ChangeOrigin& origin,
                               const platform::KvReader& store, platform::KvBatch& batch) {
  auto first = FirstAnswer(command.submission(), store);
  if (!first.ok()) return first.status();
  if (first->has_value()) {
    return Answer(command.restricted(), (*first)->commit_position(), true,
                  (*first)->assigned_ids());
  }
  Update update(command, origin, store);
  if (absl::Status status = update.Run(); !status.ok()) return status;
  batch.Append(update.TakeBatch());
  return Answer(command.restricted(), origin.position, false, command.submission().assigned_ids());
}

}  // namespace docshare::registry
