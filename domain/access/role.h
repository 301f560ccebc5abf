#pragma once

#include "absl/strings/string_view.h"

namespace docshare {

// What a system may ask for. The names are those of docshare.config.v1.Role.
enum class Role {
  kPatientFeed,
  kRegister,
  kQuery,
  kProvide,
  kRetrieve,
  kUpdate,
  kRemove,
  kWatch,
  kAdminister,
  kActFor,
};

// The name in a configuration file, for example "ROLE_QUERY".
absl::string_view ToString(Role role);

}  // namespace docshare
