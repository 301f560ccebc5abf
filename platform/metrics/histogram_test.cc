#include "platform/metrics/histogram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

namespace docshare::platform {
namespace {

using ::testing::ElementsAre;

TEST(HistogramTest, CountsEachValueOnceAtItsBound) {
  Histogram histogram({1, 2});
  for (const double value : {0.5, 1.0, 1.5, 2.0, 2.5, 100.0}) histogram.Observe(value);
  const Histogram::Reading reading = histogram.Read();
  EXPECT_THAT(reading.upper_bounds, ElementsAre(1, 2));
  EXPECT_THAT(reading.counts, ElementsAre(2, 2, 2));
  EXPECT_DOUBLE_EQ(reading.sum, 107.5);
}

TEST(HistogramTest, DurationsAscend) {
  const std::vector<double> bounds = Histogram::Durations();
  EXPECT_TRUE(std::is_sorted(bounds.begin(), bounds.end()));
}

TEST(HistogramTest, LosesNothingWhenManyObserve) {
  Histogram histogram({1});
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 10'000; ++j) histogram.Observe(j % 2 == 0 ? 1 : 3);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(histogram.Read().counts, ElementsAre(20'000, 20'000));
  EXPECT_DOUBLE_EQ(histogram.Read().sum, 80'000);
}

}  // namespace
}  // namespace docshare::platform
