#include "gateway/hl7v2/mllp_framing.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace docshare::gateway {
namespace {

constexpr char kBegin = '\x0b';
constexpr char kEnd = '\x1c';
constexpr absl::string_view kEither = "\x0b\x1c";

}  // namespace

std::string FrameMllp(absl::string_view message) { return absl::StrCat("\x0b", message, "\x1c\r"); }

MllpDecoder::MllpDecoder(size_t max_message_bytes, size_t max_noise_bytes)
    : max_message_bytes_(max_message_bytes), max_noise_bytes_(max_noise_bytes) {}

absl::StatusOr<absl::optional<std::string>> MllpDecoder::Next(absl::string_view& bytes) {
  while (!bytes.empty()) {
    if (!in_message_) {
      const size_t begin = bytes.find(kBegin);
      if (absl::Status status = AddNoise(bytes.substr(0, begin).size()); !status.ok())
        return status;
      if (begin == absl::string_view::npos) {
        bytes = {};
        break;
      }
      bytes.remove_prefix(begin + 1);
      in_message_ = true;
      continue;
    }
    const size_t end = bytes.find_first_of(kEither);
    const absl::string_view piece = bytes.substr(0, end);
    if (message_.size() + piece.size() > max_message_bytes_) {
      return absl::InvalidArgumentError(
          absl::StrCat("a message is longer than ", max_message_bytes_, " bytes"));
    }
    message_.append(piece.data(), piece.size());
    bytes.remove_prefix(piece.size());
    if (bytes.empty()) break;
    const char mark = bytes.front();
    bytes.remove_prefix(1);
    if (mark == kEnd) {
      in_message_ = false;
      noise_bytes_ = 0;
      return absl::make_optional(std::exchange(message_, std::string()));
    }
    if (absl::Status status = AddNoise(message_.size() + 1); !status.ok()) return status;
    message_.clear();
  }
  return absl::nullopt;
}

absl::Status MllpDecoder::AddNoise(size_t bytes) {
  noise_bytes_ += bytes;
  if (noise_bytes_ <= max_noise_bytes_) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("more than ", max_noise_bytes_, " bytes came that are no message"));
}

}  // namespace docshare::gateway
