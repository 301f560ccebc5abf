#pragma once

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "docshare/rpc/v1/claims.pb.h"
#include "domain/xml/xml_document.h"

namespace docshare::gateway {

// What goes with a call of the core at most, serialized: gRPC bounds the metadata of a call.
inline constexpr size_t kMaxClaimsBytes = 16 << 10;

// What the SAML 2.0 assertion of a request says, for the core. Nothing of it is verified. Without
// an assertion the claims are empty.
//
// Returns a SoapFault of WS-Security in a status (soap_fault.h): InvalidSecurityToken for an
// assertion that cannot be read or is too large, and for several, of which nobody could say which
// one counts.
absl::StatusOr<rpc::v1::Claims> ClaimsOf(const std::vector<XmlNode>& assertions);

}  // namespace docshare::gateway
