#include "gateway/calls/caller.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "platform/rpc/peer_identity.h"

namespace docshare::gateway {

absl::Status CheckCanIntroduce(absl::string_view system) {
  if (!system.empty() && std::all_of(system.begin(), system.end(), absl::ascii_isprint)) {
    return absl::OkStatus();
  }
  return absl::UnauthenticatedError(
      "the name in the sender's certificate has characters beyond printable ASCII");
}

void Introduce(const Caller& caller, grpc::ClientContext* context) {
  context->AddMetadata(platform::kActingForKey, caller.system);
  if (!caller.claims.empty()) context->AddMetadata(platform::kClaimsKey, caller.claims);
}

}  // namespace docshare::gateway
