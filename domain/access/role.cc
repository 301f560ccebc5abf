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
  }
  std::abort();
}

}  // namespace docshare
