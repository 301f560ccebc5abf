#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/stream/byte_source.h"

namespace docshare::gateway {

// The bytes that quoted-printable text stands for, piece by piece. Line ends stay as they are
// written, CRLF or LF; blanks before them go. Returns kInvalidArgument for an equals sign that is
// followed by neither two hexadecimal digits nor the end of its line, and for more than 1024 blanks
// in a row.
//
// Source: RFC 2045 6.7.
class QuotedPrintableSource : public platform::ByteSource {
 public:
  // `text` must outlive the source.
  explicit QuotedPrintableSource(platform::ByteSource* text) : text_(text) {}

  absl::StatusOr<absl::string_view> Read() override;

 private:
  enum class State { kText, kAfterEquals, kAfterHexDigit, kBeforeLineEnd, kAfterReturn };

  absl::Status Take(char c);
  absl::Status TakeText(char c);
  absl::Status TakeEscaped(char c);
  absl::Status AtEnd();

  platform::ByteSource* const text_;
  absl::string_view rest_;
  std::string bytes_;
  // That may turn out to stand before a line end.
  std::string blanks_;
  State state_ = State::kText;
  int high_digit_ = 0;
  bool ended_ = false;
  absl::Status status_ = absl::OkStatus();
};

}  // namespace docshare::gateway
