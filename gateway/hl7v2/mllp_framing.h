#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace docshare::gateway {

// A message as MLLP sends it: 0x0B, the message, 0x1C, CR.
std::string FrameMllp(absl::string_view message);

// Takes messages out of a stream of bytes, piece by piece. Between messages anything but 0x0B is
// noise and passed over, such as the CR that ends a frame: one that is missing is not missed. A
// 0x0B inside a message begins another one, since the sender gave the first one up. Not
// thread-safe.
//
// Source: HL7 v2.5 implementation guide, appendix C (minimal lower layer protocol).
class MllpDecoder {
 public:
  // `max_noise_bytes` between two messages, messages that were given up among them.
  explicit MllpDecoder(size_t max_message_bytes = size_t{1} << 20,
                       size_t max_noise_bytes = size_t{64} << 10);

  // Takes bytes off the front of `bytes` up to the end of a message, and returns it without its
  // frame; nullopt when it took them all and no message is complete.
  // Returns kInvalidArgument for a message and for noise beyond the limits: the stream is of no
  // use then.
  absl::StatusOr<absl::optional<std::string>> Next(absl::string_view& bytes);

  // Whether a message has begun.
  bool in_message() const { return in_message_; }

 private:
  absl::Status AddNoise(size_t bytes);

  const size_t max_message_bytes_;
  const size_t max_noise_bytes_;
  bool in_message_ = false;
  std::string message_;
  // Since the last message that was complete.
  size_t noise_bytes_ = 0;
};

}  // namespace docshare::gateway
