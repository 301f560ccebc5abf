#include "registry/admin/service/admin_calls.h"

#include "domain/errors/xds_error.h"
#include "platform/rpc/peer_identity.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::registry {
namespace {

// The name of a caller who may administer.
absl::StatusOr<std::string> Authorize(const grpc::ServerContext& context, const PeerRoles& roles) {
  auto peer = platform::IdentifyPeer(context);
  if (!peer.ok()) return peer.status();
  if (absl::Status allowed = roles.CheckRole(peer->name, Role::kAdminister); !allowed.ok()) {
    return allowed;
  }
  return peer->name;
}

// Whether a status says something about this process rather than about the request.
bool IsOwnFault(const absl::Status& status) {
  return absl::IsInternal(status) || absl::IsDataLoss(status) || absl::IsUnknown(status) ||
         absl::IsResourceExhausted(status);
}

// Refusals of a request or of what it asks for carry a code of the standard; others are ours alone.
absl::Status WithCode(const absl::Status& status) {
  if (!absl::IsInvalidArgument(status) && !absl::IsFailedPrecondition(status)) return status;
  return WithXdsErrorIfMissing(status, XdsErrorCode::kRegistryError);
}

}  // namespace

grpc::Status AdminCalls::Serve(
    const grpc::ServerContext& context, absl::string_view method,
    const std::function<absl::Status(const std::string& caller)>& work) const {
  auto caller = Authorize(context, *roles_);
  const absl::Status status = caller.ok() ? work(*caller) : caller.status();
  if (IsOwnFault(status)) {
    log_->Error("call_failed",
                {{"method", method}, {"code", absl::StatusCodeToString(status.code())}});
  }
  return platform::ToGrpcStatus(WithCode(status));
}

}  // namespace docshare::registry
