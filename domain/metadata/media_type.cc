#include "domain/metadata/media_type.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace docshare {
namespace {

constexpr size_t kMaxNameLength = 127;

bool IsTokenCharacter(unsigned char c) {
  return c > 0x20 && c < 0x7f && !absl::StrContains("()<>@,;:\\\"/[]?=", c);
}

// Takes a token off the front; empty when there is none.
absl::string_view TakeToken(absl::string_view& text) {
  size_t length = 0;
  while (length < text.size() && IsTokenCharacter(text[length])) ++length;
  const absl::string_view token = text.substr(0, length);
  text.remove_prefix(length);
  return token;
}

// A type or subtype starts with a letter or digit.
bool TakeName(absl::string_view& text) {
  const absl::string_view name = TakeToken(text);
  return !name.empty() && name.size() <= kMaxNameLength &&
         absl::ascii_isalnum(static_cast<unsigned char>(name[0]));
}

// Printable ASCII in double quotes; a backslash takes the next character as it is.
bool TakeQuotedString(absl::string_view& text) {
  if (!absl::ConsumePrefix(&text, "\"")) return false;
  while (!text.empty()) {
    const unsigned char c = text[0];
    text.remove_prefix(1);
    if (c == '"') return true;
    if (c < 0x20 || c >= 0x7f) return false;
    if (c == '\\') {
      if (text.empty()) return false;
      text.remove_prefix(1);
    }
  }
  return false;
}

bool TakeParameter(absl::string_view& text) {
  text = absl::StripLeadingAsciiWhitespace(text);
  if (TakeToken(text).empty() || !absl::ConsumePrefix(&text, "=")) return false;
  return !TakeToken(text).empty() || TakeQuotedString(text);
}

}  // namespace

bool IsMediaType(absl::string_view text) {
  if (!TakeName(text) || !absl::ConsumePrefix(&text, "/") || !TakeName(text)) return false;
  while (!text.empty()) {
    text = absl::StripLeadingAsciiWhitespace(text);
    if (!absl::ConsumePrefix(&text, ";") || !TakeParameter(text)) return false;
  }
  return true;
}

}  // namespace docshare
