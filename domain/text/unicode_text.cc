#include "domain/text/unicode_text.h"

#include <algorithm>
#include <cstring>

namespace docshare {
namespace {

constexpr uint64_t kOnes = 0x0101010101010101;
constexpr uint64_t kHighBits = 0x80 * kOnes;

// Eight bytes at a time: most texts are ASCII, and this is asked of every text that comes.
bool IsAscii(absl::string_view text) {
  while (text.size() >= sizeof(uint64_t)) {
    uint64_t bytes;
    std::memcpy(&bytes, text.data(), sizeof(bytes));
    if (bytes & kHighBits) return false;
    text.remove_prefix(sizeof(bytes));
  }
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Looks at bytes: below U+0080 a character is its byte, and U+0080 to U+009F are C2 80 to C2 9F.
bool FindControl(absl::string_view text, bool layout_is_allowed) {
  unsigned char previous = 0;
  for (const unsigned char c : text) {
    const bool is_layout = c == '\t' || c == '\n' || c == '\r';
    if ((c < 0x20 && !(is_layout && layout_is_allowed)) || c == 0x7f) return true;
    if (previous == 0xc2 && c >= 0x80 && c <= 0x9f) return true;
    previous = c;
  }
  return false;
}

// Calls visit(code point or nullopt, bytes) for each character, and for each stray byte with
// nullopt; stops when it returns false.
template <typename Visit>
void ForEachCharacter(absl::string_view text, Visit visit) {
  while (!text.empty()) {
    const absl::string_view before = text;
    const absl::optional<char32_t> c = TakeCodePoint(text);
    if (!c) text.remove_prefix(1);
    if (!visit(c, before.substr(0, before.size() - text.size()))) return;
  }
}

}  // namespace

absl::optional<char32_t> TakeCodePoint(absl::string_view& text) {
  if (text.empty()) return absl::nullopt;
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) {
    text.remove_prefix(1);
    return lead;
  }
  size_t length;
  char32_t c;
  char32_t smallest;
  if ((lead & 0xe0) == 0xc0) {
    length = 2, c = lead & 0x1f, smallest = 0x80;
  } else if ((lead & 0xf0) == 0xe0) {
    length = 3, c = lead & 0x0f, smallest = 0x800;
  } else if ((lead & 0xf8) == 0xf0) {
    length = 4, c = lead & 0x07, smallest = 0x10000;
  } else {
    return absl::nullopt;
  }
  if (text.size() < length) return absl::nullopt;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return absl::nullopt;
    c = (c << 6) | (byte(i) & 0x3f);
  }
  const bool is_surrogate = c >= 0xd800 && c <= 0xdfff;
  if (c < smallest || c > 0x10ffff || is_surrogate) return absl::nullopt;
  text.remove_prefix(length);
  return c;
}

bool IsPrintableAscii(absl::string_view text) {
  while (text.size() >= sizeof(uint64_t)) {
    uint64_t bytes;
    std::memcpy(&bytes, text.data(), sizeof(bytes));
    // The high bit of a byte is set in the first where it is no ASCII, in the second where it is
    // 7f, in the third where it is below 20. Carries come only from bytes that the first refuses.
    if ((bytes | (bytes + kOnes) | ((bytes - 0x20 * kOnes) & ~bytes)) & kHighBits) return false;
    text.remove_prefix(sizeof(bytes));
  }
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

bool IsValidUtf8(absl::string_view text) {
  if (IsAscii(text)) return true;
  bool valid = true;
  ForEachCharacter(
      text, [&](absl::optional<char32_t> c, absl::string_view) { return valid = c.has_value(); });
  return valid;
}

size_t CodePointCount(absl::string_view text) {
  if (IsAscii(text)) return text.size();
  size_t count = 0;
  ForEachCharacter(text, [&](absl::optional<char32_t>, absl::string_view) {
    ++count;
    return true;
  });
  return count;
}

bool HasControlCharacter(absl::string_view text) {
  return !IsPrintableAscii(text) && FindControl(text, false);
}

bool HasControlCharacterBesideLayout(absl::string_view text) {
  return !IsPrintableAscii(text) && FindControl(text, true);
}

std::string ToValidUtf8(absl::string_view bytes) {
  if (IsAscii(bytes)) return std::string(bytes);
  std::string valid;
  valid.reserve(bytes.size());
  ForEachCharacter(bytes, [&](absl::optional<char32_t> c, absl::string_view character) {
    if (c) {
      valid.append(character.data(), character.size());
    } else {
      valid.push_back('?');
    }
    return true;
  });
  return valid;
}

}  // namespace docshare
