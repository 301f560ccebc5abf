#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace docshare {

// `text` in Unicode's normal form C, in which the standard compares texts: "á" of two characters, a
// and a combining acute, becomes "á" of one. Stored texts stay as they were sent; only what is
// compared, or is a key to look something up by, goes through here. What is not UTF-8 is returned
// as it is, and so is a text of more than kMaxNormalizedBytes: thousands of combining marks in a
// row take time by their square. ASCII costs a copy.
//
// Source: ITI TF-3:4.2.3.1.5 (comparison of strings); Unicode Standard Annex 15.
std::string ToNfc(absl::string_view text);

// The 256 characters that a value may have, at their longest.
inline constexpr size_t kMaxNormalizedBytes = 1024;

}  // namespace docshare
