#include "gateway/calls/caller.h"

#include "platform/rpc/peer_identity.h"

namespace docshare::gateway {

void Introduce(const Caller& caller, grpc::ClientContext* context) {
  context->AddMetadata(platform::kActingForKey, caller.system);
  if (!caller.claims.empty()) context->AddMetadata(platform::kClaimsKey, caller.claims);
}

}  // namespace docshare::gateway
