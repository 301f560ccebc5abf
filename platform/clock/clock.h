#pragma once

#include "absl/time/time.h"

namespace docshare::platform {

// Tells the time of day. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  virtual absl::Time Now() const = 0;
};

}  // namespace docshare::platform
