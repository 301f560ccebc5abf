#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/stream/byte_source.h"

namespace docshare::gateway {

// The bytes that an encoded text stands for, piece by piece: what every decoder does with the
// pieces of its text. A fault ends it; the same status comes back then.
class DecodingSource : public platform::ByteSource {
 public:
  absl::StatusOr<absl::string_view> Read() override;

 protected:
  // `text` must outlive the source.
  explicit DecodingSource(platform::ByteSource* text) : text_(text) {}

 private:
  // Appends what the next characters stand for, which may be nothing yet.
  virtual absl::Status Decode(absl::string_view text, std::string* bytes) = 0;
  // Whether the text may end here.
  virtual absl::Status AtEnd() const = 0;

  platform::ByteSource* const text_;
  // Of the text, not decoded yet.
  absl::string_view rest_;
  std::string bytes_;
  bool ended_ = false;
  absl::Status status_ = absl::OkStatus();
};

}  // namespace docshare::gateway
