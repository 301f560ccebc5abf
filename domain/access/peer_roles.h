#pragma once

#include <set>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "domain/access/role.h"

namespace docshare {

// Which system may do what. Default deny: a system that was granted nothing may do nothing.
// Names are compared exactly. Safe for concurrent reads.
class PeerRoles {
 public:
  // Adds to what was granted before.
  void Grant(absl::string_view peer_name, Role role);

  // OK when the peer holds the role. Else kPermissionDenied; the message names the role and says
  // how an administrator grants it.
  absl::Status CheckRole(absl::string_view peer_name, Role role) const;

 private:
  absl::flat_hash_map<std::string, std::set<Role>> roles_;
};

}  // namespace docshare
