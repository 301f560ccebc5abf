#include "registry/service/raw_call.h"

#include <grpcpp/support/proto_buffer_reader.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/access/calling_system.h"
#include "domain/errors/xds_error.h"
#include "platform/rpc/message_size.h"
#include "platform/rpc/peer_identity.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::registry {
namespace {

// So many messages and texts take less than 200 MiB. A submission of 5000 entries, folders and
// associations has about 500 000.
constexpr size_t kMaxHeld = 1'000'000;
// In which there is no room for a dangerous number.
constexpr size_t kSmallBytes = 256 << 10;

XdsErrorCode CodeFor(const absl::Status& status) {
  return absl::IsResourceExhausted(status) ? XdsErrorCode::kRegistryOutOfResources
                                           : XdsErrorCode::kRegistryError;
}

// Whether a status says something about this process rather than about the request.
bool IsOwnFault(const absl::Status& status) {
  return absl::IsInternal(status) || absl::IsDataLoss(status) || absl::IsUnknown(status) ||
         absl::IsResourceExhausted(status);
}

}  // namespace

absl::StatusOr<std::string> Authorize(const grpc::CallbackServerContext& context,
                                      const PeerRoles& roles, Role role) {
  auto peer = platform::IdentifyPeer(context);
  if (!peer.ok()) return peer.status();
  auto caller = CallingSystem(peer->name, platform::ActingFor(context), roles);
  if (!caller.ok()) return caller;
  if (absl::Status status = roles.CheckRole(*caller, role); !status.ok()) return status;
  return caller;
}

absl::Status CheckHeld(const google::protobuf::Descriptor& type, const grpc::ByteBuffer& bytes) {
  if (bytes.Length() <= kSmallBytes) return absl::OkStatus();
  grpc::ByteBuffer shared(bytes);
  grpc::ProtoBufferReader wire(&shared);
  if (platform::HoldsAtMost(kMaxHeld, type, &wire)) return absl::OkStatus();
  return XdsErrorWithStatus(
      absl::StatusCode::kInvalidArgument, XdsErrorCode::kRegistryOutOfResources, "",
      absl::StrCat("a request holds at most ", kMaxHeld, " messages and texts"));
}

grpc::ByteBuffer Wrap(std::string bytes) {
  // The slice takes the string over: the reply is not copied again.
  auto* owned = new std::string(std::move(bytes));
  grpc::Slice slice(
      owned->data(), owned->size(), [](void* string) { delete static_cast<std::string*>(string); },
      owned);
  return grpc::ByteBuffer(&slice, 1);
}

void Refuse(const absl::Status& status, absl::string_view method, platform::OperationalLog& log,
            grpc::ServerUnaryReactor* reactor) {
  if (IsOwnFault(status)) {
    log.Error("call_failed",
              {{"method", method}, {"code", absl::StatusCodeToString(status.code())}});
  }
  // Refusals of access and of the transport are not the standard's.
  const bool standard = !absl::IsPermissionDenied(status) && !absl::IsUnauthenticated(status) &&
                        !absl::IsUnavailable(status);
  reactor->Finish(
      platform::ToGrpcStatus(standard ? WithXdsErrorIfMissing(status, CodeFor(status)) : status));
}

}  // namespace docshare::registry
