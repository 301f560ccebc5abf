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

// Reads the message of a caller who holds `role`; returns the caller's name.
template <typename Request>
absl::StatusOr<std::string> Receive(const grpc::CallbackServerContext& context,
                                    const PeerRoles& roles, Role role,
                                    const grpc::ByteBuffer& bytes, Request* request) {
  auto caller = Authorize(context, roles, role);
  if (!caller.ok()) return caller;
  grpc::ByteBuffer shared(bytes);
  if (!grpc::SerializationTraits<Request>::Deserialize(&shared, request).ok()) {
    return absl::InvalidArgumentError("the request is not a well-formed protobuf message");
  }
  return caller;
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
    with_.log->Error("call_failed",
                     {{"method", method}, {"code", absl::StatusCodeToString(status.code())}});
  }
  // Refusals of access and of the transport are not the standard's.
  const bool standard = !absl::IsPermissionDenied(status) && !absl::IsUnauthenticated(status) &&
                        !absl::IsUnavailable(status);
  reactor->Finish(
      platform::ToGrpcStatus(standard ? WithXdsErrorIfMissing(status, CodeFor(status)) : status));
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
    Refuse(caller.status(), method, reactor);
    return reactor;
  }
  storage::v1::Command command = NewCommand(*caller);
  if (absl::Status prepared = prepare(std::move(parsed), command); !prepared.ok()) {
    Refuse(prepared, method, reactor);
    return reactor;
  }
  absl::Status submitted =
      with_.committer->Submit(command, [this, method, response, reactor](Outcome outcome) {
        if (!outcome.ok()) return Refuse(outcome.status(), method, reactor);
        *response = Wrap(std::get<Response>(*outcome).SerializeAsString());
        reactor->Finish(grpc::Status::OK);
      });
  if (submitted.ok()) return reactor;
  if (absl::IsResourceExhausted(submitted)) {
    submitted = XdsError(XdsErrorCode::kRegistryBusy, "", submitted.message());
  }
  Refuse(submitted, method, reactor);
  return reactor;
}

template <typename Request, typename Query>
grpc::ServerUnaryReactor* RegistryService::Answer(grpc::CallbackServerContext* context,
                                                  const grpc::ByteBuffer& request,
                                                  grpc::ByteBuffer* response,
                                                  absl::string_view method, Query query) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Request parsed;
  auto caller = Receive(*context, *with_.roles, Role::kQuery, request, &parsed);
  if (!caller.ok()) {
    Refuse(caller.status(), method, reactor);
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
