#include "gateway/mtom/quoted_printable_source.h"

#include <cstddef>

#include "absl/strings/ascii.h"

namespace docshare::gateway {
namespace {

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

absl::Status QuotedPrintableSource::TakeText(char c, std::string* bytes) {
  if (IsBlank(c)) {
    if (blanks_.size() == kMaxBlanks) return Refusal("quoted-printable: too many blanks in a row");
    blanks_.push_back(c);
    return absl::OkStatus();
  }
  // A carriage return counts as a line end here: alone it has no place in this encoding.
  if (c != '\r' && c != '\n') *bytes += blanks_;
  blanks_.clear();
  if (c == '=') {
    state_ = State::kAfterEquals;
  } else {
    bytes->push_back(c);
  }
  return absl::OkStatus();
}

absl::Status QuotedPrintableSource::TakeEscaped(char c, std::string* bytes) {
  if (state_ == State::kAfterHexDigit) {
    if (HexDigit(c) < 0) return Refusal("quoted-printable: one hexadecimal digit after \"=\"");
    bytes->push_back(static_cast<char>(high_digit_ * 16 + HexDigit(c)));
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

absl::Status QuotedPrintableSource::Take(char c, std::string* bytes) {
  return state_ == State::kText ? TakeText(c, bytes) : TakeEscaped(c, bytes);
}

absl::Status QuotedPrintableSource::AtEnd() const {
  if (state_ == State::kAfterHexDigit) {
    return Refusal("quoted-printable: one hexadecimal digit after \"=\"");
  }
  return absl::OkStatus();
}

absl::Status QuotedPrintableSource::Decode(absl::string_view text, std::string* bytes) {
  for (const char c : text) {
    absl::Status taken = Take(c, bytes);
    if (!taken.ok()) return taken;
  }
  return absl::OkStatus();
}

}  // namespace docshare::gateway
