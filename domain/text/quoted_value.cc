#include "domain/text/quoted_value.h"

#include "absl/types/optional.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

constexpr int kMaxCharacters = 80;

}  // namespace

std::string Quote(absl::string_view value) {
  std::string quoted = "'";
  for (int shown = 0; !value.empty(); ++shown) {
    if (shown == kMaxCharacters) {
      quoted += "...";
      break;
    }
    const absl::string_view before = value;
    if (!TakeCodePoint(value)) value.remove_prefix(1);
    const absl::string_view character = before.substr(0, before.size() - value.size());
    const bool printable = IsValidUtf8(character) && !HasControlCharacter(character);
    quoted += printable ? std::string(character) : "?";
  }
  quoted += "'";
  return quoted;
}

}  // namespace docshare
