#include "domain/access/role.h"

#include <cstdlib>

namespace docshare {

absl::string_view ToString(Role role) {
  switch (role) {
    case Role::kPatientFeed:
      return "ROLE_PATIENT_FEED";
    case Role::kRegister:
      return "ROLE_REGISTER";
    case Role::kQuery:
      return "ROLE_QUERY";
    case Role::kProvide:
      return "ROLE_PROVIDE";
    case Role::kRetrieve:
      return "ROLE_RETRIEVE";
    case Role::kUpdate:
      return "ROLE_UPDATE";
    case Role::kRemove:
      return "ROLE_REMOVE";
    case Role::kWatch:
      return "ROLE_WATCH";
    case Role::kAdminister:
      return "ROLE_ADMINISTER";
    case Role::kActFor:
      return "ROLE_ACT_FOR";
  }
  std::abort();
}

}  // namespace docshare
