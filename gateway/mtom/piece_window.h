#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/stream/byte_source.h"

namespace docshare::gateway {

// A source seen through a window of bytes that follow each other, also where two of its pieces
// meet. Bytes are copied only around such a place: as many as the reader had left of the one piece,
// and the first kOverlapBytes of the other.
class PieceWindow {
 public:
  static constexpr size_t kOverlapBytes = 512;

  // `source` must outlive the window.
  explicit PieceWindow(platform::ByteSource* source) : source_(source) {}

  PieceWindow(const PieceWindow&) = delete;
  PieceWindow& operator=(const PieceWindow&) = delete;

  // Valid until Grow().
  absl::string_view bytes() const { return window_; }
  // Whether the bytes of the window are the last ones.
  bool at_end() const { return at_end_; }

  void Skip(size_t size) { window_.remove_prefix(size); }

  // Adds at least a byte to the window, or finds the end. Requires that at most kOverlapBytes are
  // left in it.
  absl::Status Grow();

 private:
  platform::ByteSource* const source_;
  absl::string_view piece_;
  // What was left, and the first joined_ bytes of piece_.
  std::string buffer_;
  absl::string_view window_;
  // Of piece_, in buffer_; 0 while the window is a part of piece_ itself.
  size_t joined_ = 0;
  bool at_end_ = false;
};

}  // namespace docshare::gateway
