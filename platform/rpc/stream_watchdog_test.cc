#include "platform/rpc/stream_watchdog.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace docshare::platform {
namespace {

class Event {
 public:
  void Set() {
    const std::lock_guard<std::mutex> lock(mutex_);
    set_ = true;
    changed_.notify_all();
  }
  void Wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return set_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
};

class StreamWatchdogTest : public ::testing::Test {
 protected:
  void Advance(absl::Duration duration) { now_ns_ += absl::ToInt64Nanoseconds(duration); }

  // Returns after a scan that saw the present time. Scans go from the oldest call to the newest.
  void WaitForScan() {
    Event scanned;
    const auto newest = watchdog_.Watch([&] { scanned.Set(); }, absl::ZeroDuration());
    scanned.Wait();
  }

  std::atomic<int64_t> now_ns_{1};
  StreamWatchdog watchdog_{absl::Milliseconds(1), [this] { return now_ns_.load(); }};
};

TEST_F(StreamWatchdogTest, CancelsACallWithoutProgressOnce) {
  std::atomic<int> cancelled{0};
  const auto watch = watchdog_.Watch([&] { ++cancelled; }, absl::Seconds(30));
  Advance(absl::Seconds(29));
  WaitForScan();
  EXPECT_EQ(cancelled, 0);
  EXPECT_FALSE(watch.stalled());
  Advance(absl::Seconds(1));
  WaitForScan();
  EXPECT_EQ(cancelled, 1);
  EXPECT_TRUE(watch.stalled());
  Advance(absl::Seconds(100));
  WaitForScan();
  EXPECT_EQ(cancelled, 1);
}

TEST_F(StreamWatchdogTest, ProgressStartsTheLimitAnew) {
  std::atomic<int> cancelled{0};
  auto watch = watchdog_.Watch([&] { ++cancelled; }, absl::Seconds(30));
  for (int i = 0; i < 5; ++i) {
    Advance(absl::Seconds(29));
    WaitForScan();
    watch.Progress();
  }
  EXPECT_EQ(cancelled, 0);
  Advance(absl::Seconds(30));
  WaitForScan();
  EXPECT_EQ(cancelled, 1);
}

TEST_F(StreamWatchdogTest, EachCallHasItsOwnLimit) {
  std::atomic<bool> short_cancelled{false};
  std::atomic<bool> long_cancelled{false};
  const auto a = watchdog_.Watch([&] { long_cancelled = true; }, absl::Seconds(20));
  const auto b = watchdog_.Watch([&] { short_cancelled = true; }, absl::Seconds(10));
  Advance(absl::Seconds(15));
  WaitForScan();
  EXPECT_TRUE(short_cancelled);
  EXPECT_FALSE(long_cancelled);
}

TEST_F(StreamWatchdogTest, AnEndedWatchIsNotCancelled) {
  std::atomic<bool> cancelled{false};
  {
    const auto watch = watchdog_.Watch([&] { cancelled = true; }, absl::Seconds(1));
  }
  Advance(absl::Hours(1));
  WaitForScan();
  EXPECT_FALSE(cancelled);
}

TEST_F(StreamWatchdogTest, EndWaitsForARunningCancel) {
  Event entered;
  Event release;
  std::atomic<bool> finished{false};
  std::optional<StreamWatchdog::Handle> watch(watchdog_.Watch(
      [&] {
        entered.Set();
        release.Wait();
        finished = true;
      },
      absl::ZeroDuration()));
  entered.Wait();
  std::thread releaser([&] { release.Set(); });
  watch.reset();
  EXPECT_TRUE(finished);
  releaser.join();
}

TEST_F(StreamWatchdogTest, CancelMayEndItsOwnWatchAndOthers) {
  Event done;
  std::optional<StreamWatchdog::Handle> other;
  std::optional<StreamWatchdog::Handle> own;
  std::mutex mutex;
  {
    const std::lock_guard<std::mutex> lock(mutex);
    other.emplace(watchdog_.Watch([] {}, absl::Hours(1)));
    own.emplace(watchdog_.Watch(
        [&] {
          const std::lock_guard<std::mutex> inner(mutex);
          other.reset();
          own.reset();
          done.Set();
        },
        absl::ZeroDuration()));
  }
  done.Wait();
  WaitForScan();
}

TEST_F(StreamWatchdogTest, HandlesMove) {
  std::atomic<int> cancelled{0};
  std::vector<StreamWatchdog::Handle> watches;
  for (int i = 0; i < 10; ++i) {
    watches.push_back(watchdog_.Watch([&] { ++cancelled; }, absl::Seconds(1)));
  }
  watches[0] = watchdog_.Watch([&] { cancelled += 100; }, absl::Seconds(1));
  Advance(absl::Seconds(1));
  WaitForScan();
  EXPECT_EQ(cancelled, 109);
}

TEST_F(StreamWatchdogTest, ManyThreadsWatchAtOnce) {
  std::atomic<int> cancelled{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        auto watch = watchdog_.Watch([&] { ++cancelled; },
                                     i % 2 == 0 ? absl::ZeroDuration() : absl::Hours(1 + t));
        watch.Progress();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(cancelled, 400);
}

TEST(StreamWatchdogClockTest, CancelsInRealTime) {
  StreamWatchdog watchdog(absl::Milliseconds(1));
  Event cancelled;
  const auto watch = watchdog.Watch([&] { cancelled.Set(); }, absl::Milliseconds(5));
  cancelled.Wait();
  EXPECT_TRUE(watch.stalled());
}

}  // namespace
}  // namespace docshare::platform
