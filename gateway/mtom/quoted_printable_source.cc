#include "gateway/mtom/quoted_printable_source.h"

#include <cstddef>

#include "absl/strings/ascii.h"

namespace docshare::gateway {
namespace {

constexpr size_t kStepBytes = size_t{64} * 1024;
constexpr size_t kMaxBlanks = 1024;

absl::Status Refusal(absl::string_view rule) { return absl::InvalidArgumentError(rule); }

// Lower case is against the rules and happens.
int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

absl::Status QuotedPrintableSource::TakeText(char c) {
  if (IsBlank(c)) {
    if (blanks_.size() == kMaxBlanks) return Refusal("quoted-printable: too many blanks in a row");
    blanks_.push_back(c);
    return absl::OkStatus();
  }
  // A carriage return counts as a line end here: alone it has no place in this encoding.
  if (c != '\r' && c != '\n') bytes_ += blanks_;
  blanks_.clear();
  if (c == '=') {
    state_ = State::kAfterEquals;
  } else {
    bytes_.push_back(c);
  }
  return absl::OkStatus();
}

absl::Status QuotedPrintableSource::TakeEscaped(char c) {
  if (state_ == State::kAfterHexDigit) {
    if (HexDigit(c) < 0) return Refusal("quoted-printable: one hexadecimal digit after \"=\"");
    bytes_.push_back(static_cast<char>(high_digit_ * 16 + HexDigit(c)));
    state_ = State::kText;
    return absl::OkStatus();
  }
  if (c == '\n') {
    state_ = State::kText;
  } else if (state_ == State::kAfterReturn) {
    return Refusal("quoted-printable: a carriage return without a line feed");
  } else if (c == '\r') {
    state_ = State::kAfterReturn;
  } else if (IsBlank(c)) {
    state_ = State::kBeforeLineEnd;
  } else if (state_ == State::kAfterEquals && HexDigit(c) >= 0) {
    high_digit_ = HexDigit(c);
    state_ = State::kAfterHexDigit;
  } else {
    return Refusal("quoted-printable: \"=\" is followed by neither two digits nor a line end");
  }
  return absl::OkStatus();
}

absl::Status QuotedPrintableSource::Take(char c) {
  return state_ == State::kText ? TakeText(c) : TakeEscaped(c);
}

absl::Status QuotedPrintableSource::AtEnd() {
  if (state_ == State::kAfterHexDigit) {
    return Refusal("quoted-printable: one hexadecimal digit after \"=\"");
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::string_view> QuotedPrintableSource::Read() {
  bytes_.clear();
  while (status_.ok() && !ended_ && bytes_.empty()) {
    if (rest_.empty()) {
      const absl::StatusOr<absl::string_view> piece = text_->Read();
      if (!piece.ok()) {
        status_ = piece.status();
        break;
      }
      rest_ = *piece;
      if (rest_.empty()) {
        ended_ = true;
        status_ = AtEnd();
        break;
      }
    }
    const absl::string_view step = rest_.substr(0, kStepBytes);
    rest_.remove_prefix(step.size());
    for (size_t i = 0; i < step.size() && status_.ok(); ++i) status_ = Take(step[i]);
  }
  if (!status_.ok()) return status_;
  return absl::string_view(bytes_);
}

}  // namespace docshare::gateway
