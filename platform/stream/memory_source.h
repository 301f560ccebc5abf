#pragma once

#include <algorithm>
#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/stream/byte_source.h"

namespace docshare::platform {

// Bytes that are in memory already, given without a copy. They must outlive the source.
class MemorySource : public ByteSource {
 public:
  // A large piece by default: the reader decides how much of it it looks at. Requires piece_bytes
  // > 0.
  explicit MemorySource(absl::string_view bytes, size_t piece_bytes = absl::string_view::npos)
      : rest_(bytes), piece_bytes_(piece_bytes) {}

  absl::StatusOr<absl::string_view> Read() override {
    const absl::string_view piece = rest_.substr(0, std::min(rest_.size(), piece_bytes_));
    rest_.remove_prefix(piece.size());
    return piece;
  }

 private:
  absl::string_view rest_;
  const size_t piece_bytes_;
};

}  // namespace docshare::platform
