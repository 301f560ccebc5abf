#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace docshare::registry {

// A key as text for people: the name of its space, then its parts.
//
//   document-filter patient=17 created=2024-03-01T08:00:00Z urn:uuid:...
//
// Prints identifiers of patients as their length only, since output may end up in a ticket.
// A key that is malformed is printed as "malformed" and hexadecimal digits. Never fails.
std::string PrintKey(absl::string_view key);

}  // namespace docshare::registry
