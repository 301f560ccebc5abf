#pragma once

#include <grpcpp/server_context.h>

#include <string>

#include "absl/status/statusor.h"
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

}  // namespace docshare::platform
