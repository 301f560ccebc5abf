#include "platform/http/call_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace docshare::platform {
namespace {

TEST(CallPoolTest, RunsWhatIsSubmittedToItsEnd) {
  std::atomic<int> done{0};
  {
    CallPool pool(2, 1000);
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(pool.Submit([&] { ++done; }));
  }
  EXPECT_EQ(done, 100);
}

TEST(CallPoolTest, RefusesBeyondItsQueue) {
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  CallPool pool(1, 2);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(pool.Submit([released] { released.wait(); }));
  EXPECT_FALSE(pool.Submit([] {}));
  release.set_value();
}

TEST(CallPoolTest, CallsRunBesideEachOther) {
  std::promise<void> first;
  const std::shared_future<void> first_runs = first.get_future().share();
  std::atomic<bool> met{false};
  {
    CallPool pool(2, 0);
    // The first ends only when the second has run.
    EXPECT_TRUE(pool.Submit([&] {
      first_runs.wait();
      met = true;
    }));
    EXPECT_TRUE(pool.Submit([&] { first.set_value(); }));
  }
  EXPECT_TRUE(met);
}

}  // namespace
}  // namespace docshare::platform
