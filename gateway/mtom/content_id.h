#pragma once

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::gateway {

// What a part of a multipart message is called by: in its Content-ID header, "<a@b>", and in a
// "cid:a@b" URL. Two ids are equal when they name the same part. 1 to 1024 bytes, without control
// characters, blanks and angle brackets.
//
// Stacks disagree on which of the two forms is percent-encoded and on the brackets: both are taken
// off, whichever form they stand in. Ids that differ in nothing else are therefore the same id.
//
// Source: RFC 2392, RFC 2045 7; real forms from CXF, Axis2, .NET and Metro.
class ContentId {
 public:
  // Reads a Content-ID header, or the start parameter of a Content-Type. An RFC 2047 encoded word
  // in quoted-printable is undone. Returns kInvalidArgument, naming the rule.
  static absl::StatusOr<ContentId> FromHeader(absl::string_view value);

  // Reads the URL of xop:Include/@href. Returns kInvalidArgument, also for other schemes.
  static absl::StatusOr<ContentId> FromCidUrl(absl::string_view url);

  // Without brackets and percent-encoding.
  const std::string& text() const { return text_; }

  // "<a@b>".
  std::string ToHeader() const;
  // "cid:a@b", percent-encoded.
  std::string ToCidUrl() const;

  friend bool operator==(const ContentId&, const ContentId&) = default;
  template <typename H>
  friend H AbslHashValue(H hash, const ContentId& id) {
    return H::combine(std::move(hash), id.text_);
  }

 private:
  explicit ContentId(std::string text) : text_(std::move(text)) {}
  static absl::StatusOr<ContentId> FromText(absl::string_view field, absl::string_view text);

  std::string text_;
};

}  // namespace docshare::gateway
