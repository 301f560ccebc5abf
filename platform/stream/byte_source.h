#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::platform {

// Bytes that come one piece after the other, from a socket or from something that reads one. Not
// thread-safe.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // The next piece, at least one byte; empty at the end, then again and again. Valid until the next
  // call. After an error the same error comes back.
  virtual absl::StatusOr<absl::string_view> Read() = 0;
};

}  // namespace docshare::platform
