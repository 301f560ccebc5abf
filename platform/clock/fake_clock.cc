#include "platform/clock/fake_clock.h"

namespace docshare::platform {

FakeClock::FakeClock(absl::Time now) : now_(now) {}

absl::Time FakeClock::Now() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return now_;
}

void FakeClock::Advance(absl::Duration step) {
  const std::lock_guard<std::mutex> lock(mutex_);
  now_ += step;
}

void FakeClock::Set(absl::Time now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  now_ = now;
}

}  // namespace docshare::platform
