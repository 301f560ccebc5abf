#include "domain/codes/code_form.h"

#include "absl/strings/str_cat.h"
#include "domain/text/quoted_value.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

constexpr size_t kMaxCharacters = 256;
constexpr size_t kMaxDisplayNameCharacters = 1024;

bool FitsIn(const std::string& text, size_t max_characters) {
  return IsValidUtf8(text) && !HasControlCharacter(text) && CodePointCount(text) <= max_characters;
}

}  // namespace

absl::Status CheckCodeForm(CodedAttribute attribute, const Code& code) {
  const auto fault = [&](absl::string_view reason) {
    return absl::InvalidArgumentError(absl::StrCat("code ", Quote(code.code), " of code system ",
                                                   Quote(code.code_system), " for ",
                                                   ToString(attribute), " ", reason));
  };
  if (code.code.empty()) return fault("is empty");
  if (code.code_system.empty() && HasCodeSystem(attribute)) return fault("has no code system");
  if (!FitsIn(code.code, kMaxCharacters) || !FitsIn(code.code_system, kMaxCharacters)) {
    return fault("is longer than 256 characters or has control characters");
  }
  if (!FitsIn(code.display_name, kMaxDisplayNameCharacters)) {
    return fault("has a display name longer than 1024 characters or with control characters");
  }
  return absl::OkStatus();
}

}  // namespace docshare
