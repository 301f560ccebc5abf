#pragma once

#include <grpcpp/server_context.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"

namespace docshare::platform {

// Which system is at the other end of a call.
struct PeerIdentity {
  // Name of the system: what follows "urn:docshare:system:" in the first such URI among the subject
  // alternative names of its certificate, else the subject's common name. Letters, digits, '.', '_'
  // and '-' in the first case; in the second also other printable characters. At most 128 bytes.
  // kPlaintextPeerName for a caller without TLS, and for no other: a certificate with that name
  // names no system.
  std::string name;
};

inline constexpr char kSystemUriPrefix[] = "urn:docshare:system:";
inline constexpr char kPlaintextPeerName[] = "loopback-plaintext";

// Serves synchronous and callback contexts alike; both derive from ServerContextBase.
//
// Returns kUnauthenticated for a certificate that names no system, and for a caller without TLS who
// is not on this machine.
absl::StatusOr<PeerIdentity> IdentifyPeer(const grpc::ServerContextBase& context);

// Metadata key with the name of the system that a gateway acts for.
inline constexpr char kActingForKey[] = "docshare-acting-for";

// What a call says under kActingForKey, unchecked; nullopt when it says nothing, and "", which names
// nobody, when it names several systems.
absl::optional<std::string> ActingFor(const grpc::ServerContextBase& context);

}  // namespace docshare::platform
