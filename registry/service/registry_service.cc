#include "registry/service/registry_service.h"

#include <array>
#include <atomic>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "domain/errors/xds_error.h"
#include "platform/operations/running_count.h"
#include "registry/commit/state_machine.h"
#include "registry/patients/change_patient_link.h"
#include "registry/patients/merge_patients.h"
#include "registry/register/feed_patient.h"
#include "registry/register/register_document_set.h"
#include "registry/remove/remove_metadata.h"
#include "registry/service/raw_call.h"
#include "registry/update/update_document_set.h"
#include "registry/validation/request_checks.h"
#include "registry/validation/validate_submission.h"

namespace docshare::registry {
namespace {

// The reply to a change, with the warnings of the community's rules where it has a place for them.
template <typename Response>
Response WithWarnings(Response reply, const RegistryErrors& warnings) {
  if constexpr (requires { reply.mutable_warnings(); }) {
    reply.mutable_warnings()->MergeFrom(warnings.list().errors());
  }
  return reply;
}

// Whether this very submission is in the registry already. It came in under the rules of its time:
// a repeat is answered as the first time, also when the community's rules have changed.
absl::StatusOr<bool> IsRepeat(const storage::v1::Command& command,
                              const platform::KvReader& store) {
  const storage::v1::RegisterDocumentSetCommand* submission = nullptr;
  switch (command.change_case()) {
    case storage::v1::Command::kRegisterDocumentSet:
      submission = &command.register_document_set();
      break;
    case storage::v1::Command::kRegisterOnDemandDocumentEntry:
      submission = &command.register_on_demand_document_entry();
      break;
    case storage::v1::Command::kUpdateDocumentSet:
      submission = &command.update_document_set().submission();
      break;
    default:
      return false;
  }
  auto first = FirstAnswer(*submission, store);
  if (!first.ok()) return first.status();
  return first->has_value();
}

// A validation does the work of a registration in the thread of its call: a few at a time.
constexpr int kMostValidations = 2;

}  // namespace

storage::v1::Command RegistryService::NewCommand(const std::string& caller) const {
  storage::v1::Command command;
  command.set_rule_version(kRuleVersion);
  const std::array<uint8_t, 16> id = with_.uuids->Next();
  command.set_command_id(id.data(), id.size());
  command.set_accepted_s(absl::ToUnixSeconds(with_.clock->Now()));
  command.set_caller(caller);
  return command;
}

template <typename Request, typename Response, typename Prepare>
grpc::ServerUnaryReactor* RegistryService::Write(grpc::CallbackServerContext* context,
                                                 const grpc::ByteBuffer& request,
                                                 grpc::ByteBuffer* response, Role role,
                                                 absl::string_view method, Prepare prepare) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Request parsed;
  auto caller = Receive(*context, *with_.roles, role, request, &parsed);
  if (!caller.ok()) {
    Refuse(caller.status(), method, *with_.log, reactor);
    return reactor;
  }
  storage::v1::Command command = NewCommand(*caller);
  const Findings findings = CheckRequest(*with_.validator, parsed);
  absl::Status prepared = prepare(std::move(parsed), command);
  bool is_repeat = false;
  if (prepared.ok() && !findings.faults().empty()) {
    auto repeat = IsRepeat(command, *with_.store->Snapshot());
    if (repeat.ok()) {
      is_repeat = *repeat;
    } else {
      prepared = repeat.status();
    }
  }
  if (!is_repeat) prepared = WithFaults(prepared, findings.faults());
  if (!prepared.ok()) {
    Refuse(prepared, method, *with_.log, reactor);
    return reactor;
  }
  absl::Status submitted = with_.committer->Submit(
      command, [this, method, response, reactor, warnings = findings.warnings()](Outcome outcome) {
        if (!outcome.ok()) return Refuse(outcome.status(), method, *with_.log, reactor);
        *response = Wrap(
            WithWarnings(std::get<Response>(*std::move(outcome)), warnings).SerializeAsString());
        reactor->Finish(grpc::Status::OK);
      });
  if (submitted.ok()) return reactor;
  if (absl::IsResourceExhausted(submitted)) {
    submitted = XdsError(XdsErrorCode::kRegistryBusy, "", submitted.message());
  }
  Refuse(submitted, method, *with_.log, reactor);
  return reactor;
}

grpc::ServerUnaryReactor* RegistryService::FeedPatient(grpc::CallbackServerContext* context,
                                                       const grpc::ByteBuffer* request,
                                                       grpc::ByteBuffer* response) {
  return Write<v1::FeedPatientRequest, v1::FeedPatientResponse>(
      context, *request, response, Role::kPatientFeed, "FeedPatient",
      [](const v1::FeedPatientRequest& feed, storage::v1::Command& command) {
        auto change = PrepareFeedPatient(feed);
        if (!change.ok()) return change.status();
        *command.mutable_feed_patient() = *std::move(change);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* RegistryService::RegisterDocumentSet(grpc::CallbackServerContext* context,
                                                               const grpc::ByteBuffer* request,
                                                               grpc::ByteBuffer* response) {
  return Write<v1::RegisterDocumentSetRequest, v1::RegisterDocumentSetResponse>(
      context, *request, response, Role::kRegister, "RegisterDocumentSet",
      [](v1::RegisterDocumentSetRequest submission, storage::v1::Command& command) {
        auto change = PrepareRegisterDocumentSet(std::move(submission));
        if (!change.ok()) return change.status();
        *command.mutable_register_document_set() = *std::move(change);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* RegistryService::RegisterOnDemandDocumentEntry(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  // The work answers with a RegisterDocumentSetResponse, whose fields are those of
  // RegisterOnDemandDocumentEntryResponse.
  return Write<v1::RegisterOnDemandDocumentEntryRequest, v1::RegisterDocumentSetResponse>(
      context, *request, response, Role::kRegister, "RegisterOnDemandDocumentEntry",
      [](v1::RegisterOnDemandDocumentEntryRequest submission, storage::v1::Command& command) {
        auto change = PrepareRegisterOnDemandDocumentEntry(std::move(submission));
        if (!change.ok()) return change.status();
        *command.mutable_register_on_demand_document_entry() = *std::move(change);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* RegistryService::ValidateSubmission(grpc::CallbackServerContext* context,
                                                              const grpc::ByteBuffer* request,
                                                              grpc::ByteBuffer* response) {
  constexpr absl::string_view kMethod = "ValidateSubmission";
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  v1::ValidateSubmissionRequest parsed;
  auto caller = Receive(*context, *with_.roles, Role::kRegister, *request, &parsed);
  if (!caller.ok()) {
    Refuse(caller.status(), kMethod, *with_.log, reactor);
    return reactor;
  }
  const platform::RunningCount slot(validations_);
  if (slot.now_running() > kMostValidations) {
    Refuse(XdsError(XdsErrorCode::kRegistryBusy, "", "too many submissions are being validated"),
           kMethod, *with_.log, reactor);
    return reactor;
  }
  // Read first: the snapshot has this position, and maybe more.
  const uint64_t position = with_.store->commit_position();
  const auto state = with_.store->Snapshot();
  auto verdict = registry::ValidateSubmission(parsed, *with_.validator, *state, position);
  if (!verdict.ok()) {
    Refuse(verdict.status(), kMethod, *with_.log, reactor);
    return reactor;
  }
  *response = Wrap(verdict->SerializeAsString());
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerUnaryReactor* RegistryService::MergePatients(grpc::CallbackServerContext* context,
                                                         const grpc::ByteBuffer* request,
                                                         grpc::ByteBuffer* response) {
  return Write<v1::MergePatientsRequest, v1::MergePatientsResponse>(
      context, *request, response, Role::kPatientFeed, "MergePatients",
      [](const v1::MergePatientsRequest& message, storage::v1::Command& command) {
        auto change = PrepareMergePatients(message);
        if (!change.ok()) return change.status();
        *command.mutable_merge_patients() = *std::move(change);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* RegistryService::ChangePatientLink(grpc::CallbackServerContext* context,
                                                             const grpc::ByteBuffer* request,
                                                             grpc::ByteBuffer* response) {
  return Write<v1::ChangePatientLinkRequest, v1::ChangePatientLinkResponse>(
      context, *request, response, Role::kPatientFeed, "ChangePatientLink",
      [](const v1::ChangePatientLinkRequest& message, storage::v1::Command& command) {
        auto change = PrepareChangePatientLink(message);
        if (!change.ok()) return change.status();
        *command.mutable_change_patient_link() = *std::move(change);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* RegistryService::UpdateDocumentSet(grpc::CallbackServerContext* context,
                                                             const grpc::ByteBuffer* request,
                                                             grpc::ByteBuffer* response) {
  return Write<v1::UpdateDocumentSetRequest, v1::UpdateDocumentSetResponse>(
      context, *request, response, Role::kUpdate, "UpdateDocumentSet",
      [](v1::UpdateDocumentSetRequest update, storage::v1::Command& command) {
        auto change =
            PrepareUpdateDocumentSet(std::move(*update.mutable_submission()), UpdateScope::kAll);
        if (!change.ok()) return change.status();
        *command.mutable_update_document_set() = *std::move(change);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* RegistryService::RestrictedUpdateDocumentSet(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return Write<v1::RestrictedUpdateDocumentSetRequest, v1::RestrictedUpdateDocumentSetResponse>(
      context, *request, response, Role::kUpdate, "RestrictedUpdateDocumentSet",
      [](v1::RestrictedUpdateDocumentSetRequest update, storage::v1::Command& command) {
        auto change = PrepareUpdateDocumentSet(std::move(*update.mutable_submission()),
                                               UpdateScope::kRestricted);
        if (!change.ok()) return change.status();
        *command.mutable_update_document_set() = *std::move(change);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* RegistryService::RemoveMetadata(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* response) {
  return Write<v1::RemoveMetadataRequest, v1::RemoveMetadataResponse>(
      context, *request, response, Role::kRemove, "RemoveMetadata",
      [](const v1::RemoveMetadataRequest& message, storage::v1::Command& command) {
        auto change = PrepareRemoveMetadata(message);
        if (!change.ok()) return change.status();
        *command.mutable_remove_metadata() = *std::move(change);
        return absl::OkStatus();
      });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* RegistryService::WatchDocuments(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  v1::WatchDocumentsRequest parsed;
  auto caller = Receive(*context, *with_.roles, Role::kWatch, *request, &parsed);
  if (!caller.ok()) return with_.watches->Refuse(caller.status());
  auto filter = ChangeFilter::Create(parsed);
  if (!filter.ok()) return with_.watches->Refuse(filter.status());
  FeedPlace after{parsed.after_position(), absl::nullopt};
  if (parsed.has_after_number()) after.number = parsed.after_number();
  return with_.watches->Start(*std::move(filter), after);
}

}  // namespace docshare::registry
