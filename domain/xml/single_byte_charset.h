#pragma once

#include <array>

#include "absl/strings/string_view.h"

namespace docshare {

// The Unicode character of each byte; -1 for a byte that means nothing.
using SingleByteCharset = std::array<int, 256>;

// The charset with that name, in any case of letters: ISO-8859-5, ISO-8859-15 or Windows-1252,
// which messages from older systems still use. Null for any other, also for those every XML parser
// knows (UTF-8, UTF-16, US-ASCII, ISO-8859-1).
const SingleByteCharset* FindSingleByteCharset(absl::string_view name);

}  // namespace docshare
