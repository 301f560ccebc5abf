#include "gateway/mtom/decoding_source.h"

#include <cstddef>

namespace docshare::gateway {
namespace {

// Text decoded in one go, so that a large piece does not become a large buffer.
constexpr size_t kStepBytes = size_t{64} * 1024;

}  // namespace

absl::StatusOr<absl::string_view> DecodingSource::Read() {
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
    status_ = Decode(step, &bytes_);
  }
  if (!status_.ok()) return status_;
  return absl::string_view(bytes_);
}

}  // namespace docshare::gateway
