#include "domain/access/peer_roles.h"

#include "absl/strings/str_cat.h"
#include "domain/text/quoted_value.h"

namespace docshare {

void PeerRoles::Grant(absl::string_view peer_name, Role role) { roles_[peer_name].insert(role); }

absl::Status PeerRoles::CheckRole(absl::string_view peer_name, Role role) const {
  const auto found = roles_.find(peer_name);
  if (found != roles_.end() && found->second.count(role) > 0) return absl::OkStatus();
  return absl::PermissionDeniedError(absl::StrCat(
      "system ", Quote(peer_name), " does not hold ", ToString(role),
      "; an administrator grants it in the server's configuration: peers { name: \"...\" roles: ",
      ToString(role), " }"));
}

}  // namespace docshare
