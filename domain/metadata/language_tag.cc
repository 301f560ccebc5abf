#include "domain/metadata/language_tag.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace docshare {
namespace {

// Old registered tags that do not follow the grammar; "regular" ones do.
constexpr absl::string_view kIrregularTags[] = {
    "en-GB-oed", "i-ami", "i-bnn",     "i-default", "i-enochian", "i-hak",
    "i-klingon", "i-lux", "i-mingo",   "i-navajo",  "i-pwn",      "i-tao",
    "i-tay",     "i-tsu", "sgn-BE-FR", "sgn-BE-NL", "sgn-CH-DE"};

bool IsAlpha(absl::string_view subtag) {
  return std::all_of(subtag.begin(), subtag.end(),
                     [](unsigned char c) { return absl::ascii_isalpha(c); });
}

bool IsDigits(absl::string_view subtag) {
  return std::all_of(subtag.begin(), subtag.end(),
                     [](unsigned char c) { return absl::ascii_isdigit(c); });
}

bool IsSubtag(absl::string_view subtag) {
  return !subtag.empty() && subtag.size() <= 8 &&
         std::all_of(subtag.begin(), subtag.end(),
                     [](unsigned char c) { return absl::ascii_isalnum(c); });
}

bool IsScript(absl::string_view s) { return s.size() == 4 && IsAlpha(s); }

bool IsRegion(absl::string_view s) {
  return (s.size() == 2 && IsAlpha(s)) || (s.size() == 3 && IsDigits(s));
}

bool IsVariant(absl::string_view s) {
  return s.size() >= 5 || (s.size() == 4 && IsDigits(s.substr(0, 1)));
}

bool IsPrivateUseSingleton(absl::string_view s) { return s == "x" || s == "X"; }

// Reads the subtags of a tag from left to right. Every subtag passed IsSubtag().
class Subtags {
 public:
  explicit Subtags(std::vector<absl::string_view> subtags) : subtags_(std::move(subtags)) {}

  bool AtEnd() const { return next_ == subtags_.size(); }

  // Takes the next subtag when it is of the kind.
  template <typename Kind>
  bool Take(Kind is_kind) {
    if (AtEnd() || !is_kind(subtags_[next_])) return false;
    ++next_;
    return true;
  }

  // At most `limit` in a row; the number taken.
  template <typename Kind>
  size_t TakeMany(Kind is_kind, size_t limit = 1000) {
    size_t taken = 0;
    while (taken < limit && Take(is_kind)) ++taken;
    return taken;
  }

 private:
  std::vector<absl::string_view> subtags_;
  size_t next_ = 0;
};

// The language and its extended language subtags.
bool TakeLanguage(Subtags& subtags) {
  if (subtags.Take(
          [](absl::string_view s) { return s.size() <= 3 && s.size() >= 2 && IsAlpha(s); })) {
    subtags.TakeMany([](absl::string_view s) { return s.size() == 3 && IsAlpha(s); }, 3);
    return true;
  }
  return subtags.Take([](absl::string_view s) { return s.size() >= 4 && IsAlpha(s); });
}

// A singleton and at least one subtag of two to eight characters.
bool TakeExtensions(Subtags& subtags) {
  while (subtags.Take(
      [](absl::string_view s) { return s.size() == 1 && !IsPrivateUseSingleton(s); })) {
    if (subtags.TakeMany([](absl::string_view s) { return s.size() >= 2; }) == 0) return false;
  }
  return true;
}

bool TakePrivateUse(Subtags& subtags) {
  if (!subtags.Take(IsPrivateUseSingleton)) return false;
  return subtags.TakeMany([](absl::string_view) { return true; }) > 0;
}

}  // namespace

bool IsLanguageTag(absl::string_view text) {
  for (absl::string_view tag : kIrregularTags) {
    if (absl::EqualsIgnoreCase(text, tag)) return true;
  }
  std::vector<absl::string_view> split = absl::StrSplit(text, '-');
  if (!std::all_of(split.begin(), split.end(), IsSubtag)) return false;
  Subtags subtags(std::move(split));
  if (TakePrivateUse(subtags)) return subtags.AtEnd();
  if (!TakeLanguage(subtags)) return false;
  subtags.Take(IsScript);
  subtags.Take(IsRegion);
  subtags.TakeMany(IsVariant);
  if (!TakeExtensions(subtags)) return false;
  return subtags.AtEnd() || (TakePrivateUse(subtags) && subtags.AtEnd());
}

}  // namespace docshare
