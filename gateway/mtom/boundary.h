#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::gateway {

// The lines that set the parts of a multipart message apart: "--" and the boundary, at the start of
// a line; after the last part "--" once more. Blanks may follow, nothing else may: a line that only
// begins like one is content.
//
// Source: RFC 2046 5.1.1. A bare line feed counts as a line end, which the RFC does not know and
// some stacks write.
class Boundary {
 public:
  // Returns kInvalidArgument for an empty boundary, one of more than 70 bytes, one that ends in a
  // blank, and for control characters in it.
  static absl::StatusOr<Boundary> Parse(absl::string_view text);

  // Blanks behind a delimiter.
  static constexpr size_t kMaxPadding = 64;
  static constexpr size_t kMaxDelimiterBytes = 2 + 70 + 2 + kMaxPadding + 2;

  enum class Kind { kNone, kUndecided, kPart, kLast };
  struct Match {
    Kind kind = Kind::kNone;
    // Of the delimiter with its line end.
    size_t size = 0;
  };
  // Whether `bytes`, which begin a line, begin with a delimiter. kUndecided: more bytes would tell;
  // never when there are kMaxDelimiterBytes, or none follow (`at_end`).
  Match MatchAt(absl::string_view bytes, bool at_end) const;

  struct Found {
    // How many bytes are certainly content.
    size_t content_bytes = 0;
    // The delimiter behind the content and the line end that belongs to it. kUndecided: what
    // follows the content may be a delimiter.
    Match match;
  };
  // Looks for the first delimiter in `bytes`, which continue a line. With kNone all bytes are
  // content.
  Found FindIn(absl::string_view bytes, bool at_end) const;

 private:
  explicit Boundary(absl::string_view text);

  // "\n--boundary".
  std::string delimiter_;
};

}  // namespace docshare::gateway
