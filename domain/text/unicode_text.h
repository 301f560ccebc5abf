#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace docshare {

// Takes the first character off `text`. Returns nullopt, and leaves `text` alone, when it is empty
// or does not start with well-formed UTF-8: overlong forms, surrogates and values above U+10FFFF
// are not well-formed.
absl::optional<char32_t> TakeCodePoint(absl::string_view& text);

// Whether every byte is one of U+0020 to U+007E: then it is UTF-8 without control characters, of as
// many code points as bytes. Fast.
bool IsPrintableAscii(absl::string_view text);

bool IsValidUtf8(absl::string_view text);

// Number of Unicode code points; each byte that is not well-formed UTF-8 counts as one.
size_t CodePointCount(absl::string_view text);

// Whether a control character is in `text`: U+0000 to U+001F, U+007F to U+009F.
bool HasControlCharacter(absl::string_view text);

// As HasControlCharacter(), but tab, line feed and carriage return may be there.
bool HasControlCharacterBesideLayout(absl::string_view text);

// `bytes` with each byte that is not part of well-formed UTF-8 replaced by '?'.
std::string ToValidUtf8(absl::string_view bytes);

}  // namespace docshare
