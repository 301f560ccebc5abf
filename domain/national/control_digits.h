#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace docshare {

// By which rule the control digits of an 11-digit personal number are tested, and what its other
// digits may be taken to say.
enum class NumberRules {
  // One right value for each control digit; the individual number tells century and sex.
  kUntil2031,
  // For numbers given since 2032 the first control digit has several right values, and the
  // individual number tells nothing. Older numbers pass too.
  kFrom2032,
};

// Whether the last two of 11 digits fit the first nine. With weights 3 7 6 1 8 9 4 5 2 and 1 for
// the first control digit itself the sum leaves 0 modulo 11, by kFrom2032 also 1, 2 or 3; with
// 5 4 3 2 7 6 5 4 3 2 and 1 for the second one it leaves 0.
// Requires 11 ASCII digits.
//
// Source: Skatteetaten on the personal identifier, and its change from 1 January 2032.
bool HasControlDigits(absl::string_view digits, NumberRules rules);

// The 11 digits of which these are the first nine, by kUntil2031; nullopt for the few of which
// there is none. Requires 9 ASCII digits.
absl::optional<std::string> WithControlDigits(absl::string_view nine_digits);

}  // namespace docshare
