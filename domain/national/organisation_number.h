#pragma once

#include "absl/strings/string_view.h"

namespace docshare {

// Whether `text` has the form of an organisation number of Enhetsregisteret: 9 digits, of which the
// last makes the sum with weights 3 2 7 6 5 4 3 2 1 leave 0 modulo 11. Legal entities and places of
// care share the series; numbers for tests may start with any digit.
//
// Source: Brønnøysundregistrene on the organisation number.
bool IsOrganisationNumber(absl::string_view text);

}  // namespace docshare
