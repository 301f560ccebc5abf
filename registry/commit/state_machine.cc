#include "registry/commit/state_machine.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "registry/register/feed_patient.h"
#include "registry/register/register_document_set.h"

namespace docshare::registry {
namespace {

Outcome ApplyChange(const storage::v1::Command& command, uint64_t position,
                    const platform::KvReader& store, platform::KvBatch& batch) {
  switch (command.change_case()) {
    case storage::v1::Command::kFeedPatient:
      return ApplyFeedPatient(command.feed_patient(), command.accepted_s(), position, store, batch);
    case storage::v1::Command::kRegisterDocumentSet:
      return ApplyRegisterDocumentSet(command.register_document_set(), position, store, batch);
    case storage::v1::Command::CHANGE_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError("a command without a change");
}

}  // namespace

Outcome Apply(const storage::v1::Command& command, uint64_t position,
              const platform::KvReader& store, platform::KvBatch& batch) {
  if (command.rule_version() == 0 || command.rule_version() > kRuleVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat("a command of rule version ", command.rule_version(),
                     "; this release knows versions up to ", kRuleVersion));
  }
  Outcome outcome = ApplyChange(command, position, store, batch);
  if (!outcome.ok()) batch.Clear();
  return outcome;
}

}  // namespace docshare::registry
