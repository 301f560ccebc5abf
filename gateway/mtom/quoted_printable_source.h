#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/mtom/decoding_source.h"
#include "platform/stream/byte_source.h"

namespace docshare::gateway {

// The bytes that quoted-printable text stands for, piece by piece. Line ends stay as they are
// written, CRLF or LF; blanks before them go. Returns kInvalidArgument for an equals sign that is
// followed by neither two hexadecimal digits nor the end of its line, and for more than 1024 blanks
// in a row.
//
// Source: RFC 2045 6.7.
class QuotedPrintableSource : public DecodingSource {
 public:
  // `text` must outlive the source.
  explicit QuotedPrintableSource(platform::ByteSource* text) : DecodingSource(text) {}

 private:
  enum class State { kText, kAfterEquals, kAfterHexDigit, kBeforeLineEnd, kAfterReturn };

  absl::Status Decode(absl::string_view text, std::string* bytes) override;
  absl::Status AtEnd() const override;
  absl::Status Take(char c, std::string* bytes);
  absl::Status TakeText(char c, std::string* bytes);
  absl::Status TakeEscaped(char c, std::string* bytes);

  // That may turn out to stand before a line end.
  std::string blanks_;
  State state_ = State::kText;
  int high_digit_ = 0;
};

}  // namespace docshare::gateway
