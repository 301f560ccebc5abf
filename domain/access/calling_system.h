#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "domain/access/peer_roles.h"

namespace docshare {

// The name of the system that a call is made for: `peer`, who made it, or `acting_for`, the system
// that a gateway names, whose roles then decide.
//
// Returns kPermissionDenied when `acting_for` is given by a peer that does not hold
// Role::kActFor, and for an empty name.
absl::StatusOr<std::string> CallingSystem(absl::string_view peer,
                                          const absl::optional<std::string>& acting_for,
                                          const PeerRoles& roles);

}  // namespace docshare
