#include "domain/ids/unique_id.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/text/quoted_value.h"
#include "domain/text/unicode_text.h"

namespace docshare {
namespace {

constexpr size_t kMaxCharacters = 256;

}  // namespace

absl::StatusOr<UniqueId> UniqueId::Parse(absl::string_view text) {
  if (text.empty()) return absl::InvalidArgumentError("a unique id is not empty");
  if (!IsValidUtf8(text)) {
    return absl::InvalidArgumentError(absl::StrCat("unique id ", Quote(text), " is not UTF-8"));
  }
  if (HasControlCharacter(text)) {
    return absl::InvalidArgumentError(
        absl::StrCat("unique id ", Quote(text), " has a control character"));
  }
  if (CodePointCount(text) > kMaxCharacters) {
    return absl::InvalidArgumentError(
        absl::StrCat("unique id ", Quote(text), " is longer than 256 characters"));
  }
  return UniqueId(text);
}

}  // namespace docshare
