#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace docshare::platform {

// Takes bytes one piece after the other, to a socket or to something that writes to one. Not
// thread-safe.
class ByteSink {
 public:
  virtual ~ByteSink() = default;

  // Returns when the bytes may be changed again. Waits where the reader is slow.
  virtual absl::Status Write(absl::string_view bytes) = 0;
};

}  // namespace docshare::platform
