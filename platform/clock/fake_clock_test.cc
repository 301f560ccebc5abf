#include "platform/clock/fake_clock.h"

#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace docshare::platform {
namespace {

TEST(FakeClockTest, StandsStill) {
  const FakeClock clock(absl::FromUnixSeconds(1000));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(1000));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(1000));
}

TEST(FakeClockTest, AdvancesForwardsAndBackwards) {
  FakeClock clock(absl::FromUnixSeconds(1000));
  clock.Advance(absl::Seconds(5));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(1005));
  clock.Advance(-absl::Seconds(10));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(995));
}

TEST(FakeClockTest, IsSet) {
  FakeClock clock(absl::FromUnixSeconds(1000));
  clock.Set(absl::FromUnixSeconds(7));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(7));
}

TEST(FakeClockTest, CountsEveryStepOfManyThreads) {
  FakeClock clock(absl::UnixEpoch());
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&clock] {
      for (int step = 0; step < 1000; ++step) clock.Advance(absl::Seconds(1));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(4000));
}

}  // namespace
}  // namespace docshare::platform
