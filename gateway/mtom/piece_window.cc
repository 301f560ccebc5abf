#include "gateway/mtom/piece_window.h"

#include <algorithm>

#include "absl/status/status.h"

namespace docshare::gateway {

absl::Status PieceWindow::Grow() {
  if (joined_ > 0 && window_.size() <= joined_ && joined_ < piece_.size()) {
    // All that is left is in the piece itself: nothing of it need be copied any more.
    window_ = piece_.substr(joined_ - window_.size());
    joined_ = 0;
    return absl::OkStatus();
  }
  if (joined_ > 0 && joined_ < piece_.size()) {
    // Still older bytes in front: join more of the same piece.
    const size_t more = std::min(piece_.size() - joined_, kOverlapBytes);
    buffer_.erase(0, buffer_.size() - window_.size());
    buffer_.append(piece_.data() + joined_, more);
    joined_ += more;
    window_ = buffer_;
    return absl::OkStatus();
  }
  // The piece is used up: what is left of it goes when the source is read again.
  if (joined_ > 0) {
    buffer_.erase(0, buffer_.size() - window_.size());
  } else {
    buffer_.assign(window_.data(), window_.size());
  }
  window_ = buffer_;
  piece_ = {};
  joined_ = 0;
  absl::StatusOr<absl::string_view> piece = source_->Read();
  if (!piece.ok()) return piece.status();
  if (piece->empty()) {
    at_end_ = true;
    return absl::OkStatus();
  }
  piece_ = *piece;
  if (buffer_.empty()) {
    window_ = piece_;
    return absl::OkStatus();
  }
  joined_ = std::min(piece_.size(), kOverlapBytes);
  buffer_.append(piece_.data(), joined_);
  window_ = buffer_;
  return absl::OkStatus();
}

}  // namespace docshare::gateway
