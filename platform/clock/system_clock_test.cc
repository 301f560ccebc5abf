#include "platform/clock/system_clock.h"

#include <chrono>

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace docshare::platform {
namespace {

TEST(SystemClockTest, ShowsTheTimeOfTheMachine) {
  const SystemClock clock;
  const absl::Time before = absl::FromChrono(std::chrono::system_clock::now());
  const absl::Time now = clock.Now();
  const absl::Time after = absl::FromChrono(std::chrono::system_clock::now());
  // The two clocks are read by different means and may differ by their resolution.
  EXPECT_GE(now, before - absl::Milliseconds(5));
  EXPECT_LE(now, after + absl::Milliseconds(5));
}

}  // namespace
}  // namespace docshare::platform
