// LikePattern against a matcher that is slow and plainly right.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "domain/query/like_pattern.h"
#include "domain/text/unicode_text.h"

namespace {

std::vector<char32_t> CodePoints(absl::string_view text) {
  std::vector<char32_t> points;
  while (const auto c = docshare::TakeCodePoint(text)) points.push_back(*c);
  return points;
}

// fits[i]: the pattern read so far fits the first i characters of the text.
bool Matches(const std::vector<char32_t>& pattern, const std::vector<char32_t>& text) {
  std::vector<bool> fits(text.size() + 1, false);
  fits[0] = true;
  for (const char32_t p : pattern) {
    std::vector<bool> next(text.size() + 1, false);
    if (p == U'%') next[0] = fits[0];
    for (size_t i = 0; i < text.size(); ++i) {
      next[i + 1] = p == U'%' ? next[i] || fits[i + 1] : fits[i] && (p == U'_' || p == text[i]);
    }
    fits = next;
  }
  return fits.back();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0 || size > 600) return 0;
  const absl::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const size_t cut = std::min<size_t>(data[0], input.size());
  const auto pattern = docshare::LikePattern::Parse(input.substr(0, cut));
  const absl::string_view text = input.substr(cut);
  if (!pattern.ok()) return 0;
  const bool expected =
      docshare::IsValidUtf8(text) && Matches(CodePoints(pattern->ToString()), CodePoints(text));
  if (pattern->Matches(text) != expected) std::abort();
  return 0;
}
