#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::platform {

// Takes the framing off a chunked body that comes piece by piece. Extensions and trailers are
// checked and dropped. Not thread-safe.
//
// Source: RFC 9112-7.1.
class ChunkedDecoder {
 public:
  // Takes bytes off the front of `input` up to and with the next piece of content, which is
  // returned and lies in `input`. Empty when all input is taken, or the body has ended; bytes after
  // the end stay in `input`.
  //
  // Returns kInvalidArgument for what is no chunked body: a size that is no hexadecimal number of
  // at most 15 digits, a line that does not end with CR LF, a control character, an extension over
  // 1 KiB, trailers over 16 KiB. Nothing may be read after that.
  absl::StatusOr<absl::string_view> Next(absl::string_view& input);

  bool ended() const { return state_ == State::kEnd; }

 private:
  enum class State {
    kSize,
    kExtension,
    kSizeLf,
    kContent,
    kContentCr,
    kContentLf,
    kTrailerStart,
    kTrailerName,
    kTrailerValue,
    kTrailerLf,
    kLastLf,
    kEnd,
  };

  // Takes one byte of framing.
  absl::Status Take(char c);
  absl::Status TakeSize(char c);
  absl::Status TakeTrailer(char c);

  State state_ = State::kSize;
  uint64_t left_ = 0;      // Bytes of content left in the chunk; its size while that is read.
  size_t line_bytes_ = 0;  // Of the size line so far, or of all trailers.
};

}  // namespace docshare::platform
