#pragma once

#include <mutex>

#include "absl/time/time.h"
#include "platform/clock/clock.h"

namespace docshare::platform {

// A clock that stands still until it is told to move, for tests. Thread-safe.
class FakeClock : public Clock {
 public:
  explicit FakeClock(absl::Time now);

  absl::Time Now() const override;

  // Moves by `step`, which may be negative.
  void Advance(absl::Duration step);
  void Set(absl::Time now);

 private:
  mutable std::mutex mutex_;
  absl::Time now_;
};

}  // namespace docshare::platform
