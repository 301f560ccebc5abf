#include "registry/service/registry_service.h"

#include <array>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "domain/errors/xds_error.h"
#include "platform/rpc/peer_identity.h"
#include "platform/rpc/status_mapping.h"
#include "registry/commit/state_machine.h"
#include "registry/query/find_documents.h"
#include "registry/query/get_documents.h"
#include "registry/register/feed_patient.h"
#include "registry/register/register_document_set.h"

namespace docshare::registry {
namespace {

// The name of a caller who holds `role`.
absl::StatusOr<std::string> Authorize(const grpc::CallbackServerContext& context,
                                      const PeerRoles& roles, Role role) {
  auto peer = platform::IdentifyPeer(context);
  if (!peer.ok()) return peer.status();
  if (absl::Status status = roles.CheckRole(peer->name, role); !status.ok()) return status;
  return peer->name;
}

XdsErrorCode CodeFor(const absl::Status& status) {
  return absl::IsResourceExhausted(status) ? XdsErrorCode::kRegistryOutOfResources
                                           : XdsErrorCode::kRegistryError;
}

// Whether a status says something about this process rather than about the request.
bool IsOwnFault(const absl::Status& status) {
  return absl::IsInternal(status) || absl::IsDataLoss(status) || absl::IsUnknown(status) ||
         absl::IsResourceExhausted(status);
}

grpc::ByteBuffer Wrap(std::string bytes) {
  // The slice takes the string over: the reply is not copied again.
  auto* owned = new std::string(std::move(bytes));
  grpc::Slice slice(
      owned->data(), owned->size(), [](void* string) { delete static_cast<std::string*>(string); },
      owned);
  return grpc::ByteBuffer(&slice, 1);
}

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

void RegistryService::Refuse(const absl::Status& status, absl::string_view method,
                             grpc::ServerUnaryReactor* reactor) const {
  if (IsOwnFault(status)) {
    with_.log->Error("call_failed", {{"method", method},
                                     {"code", absl::StatusCodeToString(status.code())}});
  }
  // Refusals of access and of the transport are not the standard's.
  const bool standard = !absl::IsPermissionDenied(status) && !absl::IsUnauthenticated(status) &&
                        !absl::IsUnavailable(status);
  reactor->Finish(platform::ToGrpcStatus(
      standard ? WithXdsErrorIfMissing(status, CodeFor(status)) : status));
}

template <typename Response>
void RegistryService::Commit(const storage::v1::Command& command, absl::string_view method,
                             Response* response, grpc::ServerUnaryReactor* reactor) {
  absl::Status submitted =
      with_.committer->Submit(command, [this, method, response, reactor](Outcome outcome) {
        if (!outcome.ok()) return Refuse(outcome.status(), method, reactor);
        *response = std::get<Response>(*std::move(outcome));
        reactor->Finish(grpc::Status::OK);
      });
  if (submitted.ok()) return;
  if (absl::IsResourceExhausted(submitted)) {
    submitted = XdsError(XdsErrorCode::kRegistryBusy, "", submitted.message());
  }
  Refuse(submitted, method, reactor);
}

grpc::ServerUnaryReactor* RegistryService::FeedPatient(grpc::CallbackServerContext* context,
                                                       const v1::FeedPatientRequest* request,
                                                       v1::FeedPatientResponse* response) {
  constexpr absl::string_view kMethod = "FeedPatient";
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  auto caller = Authorize(*context, *with_.roles, Role::kPatientFeed);
  if (!caller.ok()) {
    Refuse(caller.status(), kMethod, reactor);
    return reactor;
  }
  auto change = PrepareFeedPatient(*request);
  if (!change.ok()) {
    Refuse(change.status(), kMethod, reactor);
    return reactor;
  }
  storage::v1::Command command = NewCommand(*caller);
  *command.mutable_feed_patient() = *std::move(change);
  Commit(command, kMethod, response, reactor);
  return reactor;
}

grpc::ServerUnaryReactor* RegistryService::RegisterDocumentSet(
    grpc::CallbackServerContext* context, const v1::RegisterDocumentSetRequest* request,
    v1::RegisterDocumentSetResponse* response) {
  constexpr absl::string_view kMethod = "RegisterDocumentSet";
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  auto caller = Authorize(*context, *with_.roles, Role::kRegister);
  if (!caller.ok()) {
    Refuse(caller.status(), kMethod, reactor);
    return reactor;
  }
  auto change = PrepareRegisterDocumentSet(*request);
  if (!change.ok()) {
    Refuse(change.status(), kMethod, reactor);
    return reactor;
  }
  storage::v1::Command command = NewCommand(*caller);
  *command.mutable_register_document_set() = *std::move(change);
  Commit(command, kMethod, response, reactor);
  return reactor;
}

template <typename Request, typename Query>
grpc::ServerUnaryReactor* RegistryService::Answer(grpc::CallbackServerContext* context,
                                                  const grpc::ByteBuffer& request,
                                                  grpc::ByteBuffer* response,
                                                  absl::string_view method, Query query) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  auto caller = Authorize(*context, *with_.roles, Role::kQuery);
  if (!caller.ok()) {
    Refuse(caller.status(), method, reactor);
    return reactor;
  }
  Request parsed;
  grpc::ByteBuffer bytes(request);
  const grpc::Status decoded =
      grpc::SerializationTraits<Request>::Deserialize(&bytes, &parsed);
  if (!decoded.ok()) {
    Refuse(absl::InvalidArgumentError("the request is not a well-formed protobuf message"), method,
           reactor);
    return reactor;
  }
  absl::StatusOr<std::string> reply = query(parsed, *with_.store);
  if (!reply.ok()) {
    Refuse(reply.status(), method, reactor);
    return reactor;
  }
  *response = Wrap(*std::move(reply));
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerUnaryReactor* RegistryService::FindDocuments(grpc::CallbackServerContext* context,
                                                         const grpc::ByteBuffer* request,
                                                         grpc::ByteBuffer* response) {
  return Answer<v1::FindDocumentsRequest>(context, *request, response, "FindDocuments",
                                          registry::FindDocuments);
}

grpc::ServerUnaryReactor* RegistryService::GetDocuments(grpc::CallbackServerContext* context,
                                                        const grpc::ByteBuffer* request,
                                                        grpc::ByteBuffer* response) {
  return Answer<v1::GetDocumentsRequest>(context, *request, response, "GetDocuments",
                                         registry::GetDocuments);
}

}  // namespace docshare::registry
