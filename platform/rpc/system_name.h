#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace docshare::platform {

inline constexpr char kSystemUriPrefix[] = "urn:docshare:system:";
// The peer of a connection without TLS.
inline constexpr char kPlaintextPeerName[] = "loopback-plaintext";

// Which system a certificate names: what follows kSystemUriPrefix in the first such URI among its
// subject alternative names, else the subject's common name. Letters, digits, '.', '_' and '-' in
// the first case; in the second also other printable characters. At most 128 bytes. Never
// kPlaintextPeerName: a certificate with that name names no system.
//
// Returns kUnauthenticated for a certificate that names no system.
absl::StatusOr<std::string> SystemNameOf(const std::vector<std::string>& uris,
                                         const std::vector<std::string>& common_names);

}  // namespace docshare::platform
