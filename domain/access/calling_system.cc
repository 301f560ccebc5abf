#include "domain/access/calling_system.h"

#include "absl/status/status.h"

namespace docshare {

absl::StatusOr<std::string> CallingSystem(absl::string_view peer,
                                          const absl::optional<std::string>& acting_for,
                                          const PeerRoles& roles) {
  if (!acting_for.has_value()) return std::string(peer);
  if (absl::Status may = roles.CheckRole(peer, Role::kActFor); !may.ok()) return may;
  if (acting_for->empty()) {
    return absl::PermissionDeniedError("a call in the name of another system does not name it");
  }
  return *acting_for;
}

}  // namespace docshare
