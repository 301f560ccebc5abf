#include "registry/commit/state_machine.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "registry/objects/object_editor.h"
#include "registry/patients/change_patient_link.h"
#include "registry/patients/merge_patients.h"
#include "registry/rebuild/rebuild_indexes.h"
#include "registry/register/feed_patient.h"
#include "registry/register/register_document_set.h"
#include "registry/remove/remove_metadata.h"
#include "registry/update/update_document_set.h"

namespace docshare::registry {
namespace {

Outcome ApplyChange(const storage::v1::Command& command, const ChangeOrigin& origin,
                    const platform::KvReader& store, platform::KvBatch& batch) {
  switch (command.change_case()) {
    case storage::v1::Command::kFeedPatient:
      return ApplyFeedPatient(command.feed_patient(), origin, store, batch);
    case storage::v1::Command::kRegisterDocumentSet:
      return ApplyRegisterDocumentSet(command.register_document_set(), origin, store, batch);
    case storage::v1::Command::kRegisterOnDemandDocumentEntry:
      return ApplyRegisterDocumentSet(command.register_on_demand_document_entry(), origin, store,
                                      batch);
    case storage::v1::Command::kUpdateDocumentSet:
      return ApplyUpdateDocumentSet(command.update_document_set(), origin, store, batch);
    case storage::v1::Command::kRemoveMetadata:
      return ApplyRemoveMetadata(command.remove_metadata(), origin, store, batch);
    case storage::v1::Command::kMergePatients:
      return ApplyMergePatients(command.merge_patients(), origin, store, batch);
    case storage::v1::Command::kChangePatientLink:
      return ApplyChangePatientLink(command.change_patient_link(), origin, store, batch);
    case storage::v1::Command::kRebuildIndexes: {
      auto rebuilt = ApplyRebuildIndexes(command.rebuild_indexes(), store, batch);
      if (!rebuilt.ok()) return rebuilt.status();
      return Reply(*std::move(rebuilt));
    }
    default:
      break;
  }
  return absl::InvalidArgumentError("a command without a change");
}

}  // namespace

Outcome Apply(const storage::v1::Command& command, uint64_t position,
              const platform::KvReader& store, platform::KvBatch& batch) {
  if (command.rule_version() != kRuleVersion) {
    return absl::FailedPreconditionError(absl::StrCat("a command of rule version ",
                                                      command.rule_version(),
                                                      "; this release knows ", kRuleVersion));
  }
  ChangeOrigin origin;
  origin.position = position;
  origin.committed_s = command.accepted_s();
  origin.caller = command.caller();
  Outcome outcome = ApplyChange(command, origin, store, batch);
  if (!outcome.ok()) batch.Clear();
  return outcome;
}

}  // namespace docshare::registry
