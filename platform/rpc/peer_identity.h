#pragma once

#include <grpcpp/server_context.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "platform/rpc/system_name.h"

namespace docshare::platform {

// Which system is at the other end of a call.
struct PeerIdentity {
  // As in system_name.h; kPlaintextPeerName for a caller without TLS, and for no other.
  std::string name;
};

// Serves synchronous and callback contexts alike; both derive from ServerContextBase.
//
// Returns kUnauthenticated for a certificate that names no system, and for a caller without TLS who
// is not on this machine.
absl::StatusOr<PeerIdentity> IdentifyPeer(const grpc::ServerContextBase& context);

// Metadata key with the name of the system that a gateway acts for.
inline constexpr char kActingForKey[] = "docshare-acting-for";
// Metadata key with the docshare.rpc.v1.Claims of whoever asked the gateway.
inline constexpr char kClaimsKey[] = "docshare-claims-bin";

// What a call says under kActingForKey, unchecked; nullopt when it says nothing, and "", which
// names nobody, when it names several systems.
absl::optional<std::string> ActingFor(const grpc::ServerContextBase& context);

}  // namespace docshare::platform
