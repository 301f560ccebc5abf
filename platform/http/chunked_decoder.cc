#include "platform/http/chunked_decoder.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "platform/http/request_head.h"

namespace docshare::platform {
namespace {

// More would not fit what counts bytes elsewhere.
constexpr size_t kMaxSizeDigits = 15;
constexpr size_t kMaxSizeLineBytes = 1024;
constexpr size_t kMaxTrailerBytes = 16 << 10;

absl::Status Faulty(const char* what) { return absl::InvalidArgumentError(what); }

absl::Status FaultyLine() { return Faulty("a line of a chunked body does not end with CR LF"); }

bool IsText(char c) { return IsHttpFieldValue(absl::string_view(&c, 1)); }

bool IsName(char c) { return IsHttpToken(absl::string_view(&c, 1)); }

uint64_t ValueOf(char digit) {
  if (absl::ascii_isdigit(static_cast<unsigned char>(digit))) return digit - '0';
  return absl::ascii_tolower(static_cast<unsigned char>(digit)) - 'a' + 10;
}

}  // namespace

absl::StatusOr<absl::string_view> ChunkedDecoder::Next(absl::string_view& input) {
  while (!input.empty() && !ended()) {
    if (state_ == State::kContent) {
      const absl::string_view content = input.substr(0, std::min<uint64_t>(left_, input.size()));
      input.remove_prefix(content.size());
      left_ -= content.size();
      if (left_ == 0) state_ = State::kContentCr;
      return content;
    }
    if (absl::Status status = Take(input.front()); !status.ok()) return status;
    input.remove_prefix(1);
  }
  return absl::string_view();
}

absl::Status ChunkedDecoder::Take(char c) {
  switch (state_) {
    case State::kSize:
    case State::kExtension:
      return TakeSize(c);
    case State::kSizeLf:
      if (c != '\n') return FaultyLine();
      state_ = left_ == 0 ? State::kTrailerStart : State::kContent;
      line_bytes_ = 0;
      return absl::OkStatus();
    case State::kContentCr:
      if (c != '\r') return Faulty("a chunk is longer than its size");
      state_ = State::kContentLf;
      return absl::OkStatus();
    case State::kContentLf:
      if (c != '\n') return FaultyLine();
      state_ = State::kSize;
      return absl::OkStatus();
    default:
      return TakeTrailer(c);
  }
}

absl::Status ChunkedDecoder::TakeSize(char c) {
  if (state_ == State::kSize && absl::ascii_isxdigit(static_cast<unsigned char>(c))) {
    if (++line_bytes_ > kMaxSizeDigits) return Faulty("a chunk size has more than 15 digits");
    left_ = left_ * 16 + ValueOf(c);
    return absl::OkStatus();
  }
  if (line_bytes_ == 0) return Faulty("a chunk does not begin with its hexadecimal size");
  if (c == '\r') {
    state_ = State::kSizeLf;
    return absl::OkStatus();
  }
  if (state_ == State::kSize && c != ';') {
    return Faulty("a chunk size holds something else than hexadecimal digits");
  }
  if (!IsText(c)) return Faulty("a chunk extension holds a control character");
  if (++line_bytes_ > kMaxSizeLineBytes) return Faulty("a chunk extension has more than 1 KiB");
  state_ = State::kExtension;
  return absl::OkStatus();
}

absl::Status ChunkedDecoder::TakeTrailer(char c) {
  if (++line_bytes_ > kMaxTrailerBytes) return Faulty("the trailers have more than 16 KiB");
  switch (state_) {
    case State::kTrailerStart:
      if (c == '\r') {
        state_ = State::kLastLf;
        return absl::OkStatus();
      }
      if (!IsName(c)) return Faulty("the name of a trailer is no token");
      state_ = State::kTrailerName;
      return absl::OkStatus();
    case State::kTrailerName:
      if (c == ':') {
        state_ = State::kTrailerValue;
        return absl::OkStatus();
      }
      return IsName(c) ? absl::OkStatus() : Faulty("the name of a trailer is no token");
    case State::kTrailerValue:
      if (c == '\r') {
        state_ = State::kTrailerLf;
        return absl::OkStatus();
      }
      return IsText(c) ? absl::OkStatus() : Faulty("a trailer holds a control character");
    default:
      if (c != '\n') return FaultyLine();
      state_ = state_ == State::kLastLf ? State::kEnd : State::kTrailerStart;
      return absl::OkStatus();
  }
}

}  // namespace docshare::platform
