#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace docshare::registry {

// The value of a row as text for people, on one line, by the space of its key:
//
//   document-filter   status: AVAILABILITY_STATUS_APPROVED class_code: 3 ...
//   term              kind=1 'A00-1^^2.16.578.1.12.4.1.1.9602'
//
// Shows all that is stored, personal data too. A value that is malformed is printed as "malformed"
// and hexadecimal digits, at most 64 bytes of them. Never fails.
std::string PrintValue(absl::string_view key, absl::string_view value);

}  // namespace docshare::registry
