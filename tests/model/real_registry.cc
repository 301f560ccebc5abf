#include "tests/model/real_registry.h"

#include <utility>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "platform/kv/memory_kv_store.h"
#include "registry/commit/state_machine.h"
#include "registry/patients/change_patient_link.h"
#include "registry/patients/merge_patients.h"
#include "registry/rebuild/rebuild_indexes.h"
#include "registry/rebuild/rebuild_step.h"
#include "registry/register/feed_patient.h"
#include "registry/register/register_document_set.h"
#include "registry/remove/remove_metadata.h"
#include "registry/update/update_document_set.h"

namespace docshare::tests {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using storage::v1::Command;

CommandOutcome Refused(const absl::Status& status) {
  CommandOutcome outcome;
  outcome.refusal = std::string(status.message());
  const auto errors = RegistryErrorsOf(status);
  if (!errors) return outcome;
  for (const auto& error : errors->errors()) {
    outcome.codes.insert(error.error_code());
    absl::StrAppend(&outcome.refusal, "\n      ", error.error_code(), " at '", error.location(),
                    "': ", error.code_context());
  }
  return outcome;
}

// What the reply says that the model needs.
struct ReadReply {
  CommandOutcome& outcome;

  template <typename Response>
  void operator()(const Response& response) const {
    if constexpr (requires { response.assigned_ids(); }) {
      outcome.assigned_ids.assign(response.assigned_ids().begin(), response.assigned_ids().end());
      outcome.already_registered = response.already_registered();
    }
    if constexpr (std::is_same_v<Response, registry::v1::ChangePatientLinkResponse>) {
      outcome.link = response;
    }
  }
};

registry::v1::RegisterOnDemandDocumentEntryRequest OnDemand(
    const RegisterDocumentSetRequest& submission) {
  registry::v1::RegisterOnDemandDocumentEntryRequest request;
  *request.mutable_submission_set() = submission.submission_set();
  *request.mutable_document_entries() = submission.document_entries();
  *request.mutable_associations() = submission.associations();
  *request.mutable_folders() = submission.folders();
  return request;
}

// What needs no store. The change of the command, or the refusal.
absl::Status Prepare(const Step& step, Command& command) {
  const auto put = [](auto prepared, auto* change) -> absl::Status {
    if (!prepared.ok()) return prepared.status();
    *change = *std::move(prepared);
    return absl::OkStatus();
  };
  switch (step.kind) {
    case StepKind::kFeedPatient: {
      registry::v1::FeedPatientRequest request;
      *request.mutable_patient_id() = step.patient;
      return put(registry::PrepareFeedPatient(request), command.mutable_feed_patient());
    }
    case StepKind::kMergePatients: {
      registry::v1::MergePatientsRequest request;
      *request.mutable_surviving() = step.patient;
      *request.mutable_subsumed() = step.other_patient;
      return put(registry::PrepareMergePatients(request), command.mutable_merge_patients());
    }
    case StepKind::kChangePatientLink: {
      registry::v1::ChangePatientLinkRequest request;
      *request.mutable_local() = step.local_patient;
      *request.mutable_previous() = step.other_patient;
      *request.mutable_current() = step.patient;
      return put(registry::PrepareChangePatientLink(request),
                 command.mutable_change_patient_link());
    }
    case StepKind::kRegister:
      return put(registry::PrepareRegisterDocumentSet(step.submission),
                 command.mutable_register_document_set());
    case StepKind::kRegisterOnDemand:
      return put(registry::PrepareRegisterOnDemandDocumentEntry(OnDemand(step.submission)),
                 command.mutable_register_on_demand_document_entry());
    case StepKind::kUpdate:
      return put(registry::PrepareUpdateDocumentSet(step.submission, registry::UpdateScope::kAll),
                 command.mutable_update_document_set());
    case StepKind::kRestrictedUpdate:
      return put(
          registry::PrepareUpdateDocumentSet(step.submission, registry::UpdateScope::kRestricted),
          command.mutable_update_document_set());
    case StepKind::kRemove: {
      registry::v1::RemoveMetadataRequest request;
      for (const std::string& uuid : step.uuids) request.add_entry_uuids(uuid);
      return put(registry::PrepareRemoveMetadata(request), command.mutable_remove_metadata());
    }
    case StepKind::kQuery:
      break;
  }
  return absl::InternalError("a query is no command");
}

}  // namespace

RealRegistry::RealRegistry()
    : store_(*registry::RegistryStore::Open(std::make_unique<platform::MemoryKvStore>(),
                                            "urn:oid:2.999.1", std::string(32, 'k'))) {}

CommandOutcome RealRegistry::Send(const Step& step) {
  Command command;
  if (absl::Status prepared = Prepare(step, command); !prepared.ok()) return Refused(prepared);
  return Apply(std::move(command), step.at_s);
}

CommandOutcome RealRegistry::Apply(Command command, int64_t at_s) {
  command.set_rule_version(registry::kRuleVersion);
  command.set_accepted_s(at_s);
  command.set_caller("model");
  const uint64_t position = store_->commit_position() + 1;
  platform::KvBatch batch;
  const registry::Outcome applied = registry::Apply(command, position, store_->reader(), batch);
  const bool has_rows = !batch.empty();
  const absl::Status committed = store_->Commit(std::move(batch), position, has_rows);
  if (!committed.ok()) return Refused(committed);
  if (!applied.ok()) return Refused(applied.status());
  CommandOutcome outcome;
  outcome.accepted = true;
  std::visit(ReadReply{outcome}, *applied);
  return outcome;
}

std::string RealRegistry::CheckIndexes() {
  for (const registry::RebuildStep step : registry::kRebuildSteps) {
    storage::v1::RebuildIndexesCommand command;
    command.set_step(static_cast<uint32_t>(step));
    command.set_max_rows(registry::kMaxRebuildRows);
    command.set_compare_only(true);
    do {
      platform::KvBatch batch;
      auto rebuilt = registry::ApplyRebuildIndexes(command, store_->reader(), batch);
      const std::string name(registry::ToString(step));
      if (!rebuilt.ok()) return absl::StrCat(name, ": ", rebuilt.status().message());
      if (rebuilt->changed > 0) return absl::StrCat(name, ": ", rebuilt->changed, " rows differ");
      if (!rebuilt->unreadable.empty()) return absl::StrCat(name, ": ", rebuilt->unreadable[0]);
      command.set_from_key(rebuilt->next_key);
    } while (!command.from_key().empty());
  }
  return "";
}

}  // namespace docshare::tests
