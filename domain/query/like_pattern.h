#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare {

// An SQL LIKE pattern over Unicode characters: '%' stands for any run of characters, also none,
// '_' for exactly one; every other character for itself, case-sensitively. There is no escape. The
// pattern is brought into Unicode normal form C.
//
// Source: ITI TF-2:3.18.4.1.2.3.4 ($XDSDocumentEntryAuthorPerson).
class LikePattern {
 public:
  static constexpr int kMaxCharacters = 256;

  // Returns kInvalidArgument for an empty pattern, more than 256 characters or invalid UTF-8.
  static absl::StatusOr<LikePattern> Parse(absl::string_view pattern);

  // Whether the whole of `text`, which is in normal form C (ToNfc()), fits. Time at most the
  // product of both lengths, no allocation. A text that is not UTF-8 fits nothing.
  bool Matches(absl::string_view text) const;

  const std::string& ToString() const { return pattern_; }

 private:
  explicit LikePattern(absl::string_view pattern) : pattern_(pattern) {}

  std::string pattern_;
};

}  // namespace docshare
