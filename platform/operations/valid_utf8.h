#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace docshare::platform {

// Returns `bytes` with every byte that is not part of well-formed UTF-8 replaced by '?'.
// Overlong forms, surrogates and values above U+10FFFF are not well-formed.
std::string ToValidUtf8(absl::string_view bytes);

// Returns the longest prefix of at most `max_bytes` bytes that does not end inside a character.
// Requires valid UTF-8.
absl::string_view Utf8Prefix(absl::string_view text, size_t max_bytes);

}  // namespace docshare::platform
