#include "domain/query/like_pattern.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/text/normal_form.h"
#include "domain/text/quoted_value.h"
#include "domain/text/unicode_text.h"

namespace docshare {

absl::StatusOr<LikePattern> LikePattern::Parse(absl::string_view pattern) {
  if (pattern.empty()) return absl::InvalidArgumentError("a pattern is not empty");
  if (!IsValidUtf8(pattern)) {
    return absl::InvalidArgumentError(absl::StrCat("pattern ", Quote(pattern), " is not UTF-8"));
  }
  if (CodePointCount(pattern) > kMaxCharacters) {
    return absl::InvalidArgumentError(
        absl::StrCat("pattern ", Quote(pattern), " is longer than 256 characters"));
  }
  return LikePattern(ToNfc(pattern));
}

bool LikePattern::Matches(absl::string_view text) const {
  if (!IsValidUtf8(text)) return false;
  // Rests that are still to be matched. After a '%' the shortest run is tried first, then longer
  // ones; only the last '%' needs that, because a longer run for an earlier one gains nothing.
  absl::string_view pattern = pattern_;
  absl::string_view pattern_after_percent;
  absl::string_view text_at_percent;
  bool had_percent = false;
  while (!text.empty()) {
    absl::string_view next_pattern = pattern;
    absl::string_view next_text = text;
    const absl::optional<char32_t> expected = TakeCodePoint(next_pattern);
    const absl::optional<char32_t> found = TakeCodePoint(next_text);
    if (expected == U'%') {
      had_percent = true;
      pattern = pattern_after_percent = next_pattern;
      text_at_percent = text;
    } else if (expected && (expected == U'_' || expected == found)) {
      pattern = next_pattern;
      text = next_text;
    } else if (had_percent) {
      TakeCodePoint(text_at_percent);
      pattern = pattern_after_percent;
      text = text_at_percent;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('%') == absl::string_view::npos;
}

}  // namespace docshare
