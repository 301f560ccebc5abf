#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::repository {

// Names the bytes of one document inside one repository: 16 random bytes. Says nothing about the
// document and never leaves the repository. Printed as 32 hex digits.
class ContentId {
 public:
  static constexpr size_t kSizeBytes = 16;

  explicit ContentId(const std::array<uint8_t, kSizeBytes>& bytes) : bytes_(bytes) {}

  // Returns kInvalidArgument unless there are exactly 16 bytes.
  static absl::StatusOr<ContentId> FromBytes(absl::string_view bytes);

  // Returns kInvalidArgument for anything but 32 lower-case hex digits.
  static absl::StatusOr<ContentId> FromHex(absl::string_view hex);

  // The 16 bytes. The view lives as long as this object.
  absl::string_view bytes() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }

  std::string ToHex() const;

  friend bool operator==(const ContentId& a, const ContentId& b) { return a.bytes_ == b.bytes_; }
  friend bool operator<(const ContentId& a, const ContentId& b) { return a.bytes_ < b.bytes_; }

 private:
  std::array<uint8_t, kSizeBytes> bytes_;
};

}  // namespace docshare::repository
