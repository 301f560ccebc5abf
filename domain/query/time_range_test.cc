#include "domain/query/time_range.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace docshare {
namespace {

TEST(TimeRangeTest, HoldsFromInclusiveToExclusive) {
  const auto range = TimeRange::Parse("19700101000010", "19700101000020");
  ASSERT_TRUE(range.ok()) << range.status();
  EXPECT_FALSE(range->Contains(9));
  EXPECT_TRUE(range->Contains(10));
  EXPECT_TRUE(range->Contains(19));
  EXPECT_FALSE(range->Contains(20));
  EXPECT_FALSE(range->is_unbounded());
}

TEST(TimeRangeTest, LowPrecisionStandsForTheEarliestMoment) {
  const auto range = TimeRange::Parse("1970", "1971");
  ASSERT_TRUE(range.ok()) << range.status();
  EXPECT_EQ(range->from_s(), 0);
  EXPECT_EQ(range->to_s(), 31536000);
}

TEST(TimeRangeTest, EmptyEndsAreOpen) {
  EXPECT_TRUE(TimeRange().is_unbounded());
  EXPECT_TRUE(TimeRange::Parse("", "")->is_unbounded());
  const TimeRange since = *TimeRange::Parse("1970", "");
  EXPECT_FALSE(since.Contains(-1));
  EXPECT_TRUE(since.Contains(INT64_MAX));
  const TimeRange until = *TimeRange::Parse("", "1970");
  EXPECT_TRUE(until.Contains(INT64_MIN));
  EXPECT_FALSE(until.Contains(0));
}

TEST(TimeRangeTest, CrossedEndsHoldNothing) {
  const TimeRange range = *TimeRange::Parse("1971", "1970");
  for (int64_t second : {int64_t{-1}, int64_t{0}, int64_t{31536000}}) {
    EXPECT_FALSE(range.Contains(second));
  }
}

TEST(TimeRangeTest, MalformedEndIsNamed) {
  const auto from = TimeRange::Parse("2024-01", "2025");
  EXPECT_EQ(from.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(from.status().message(),
            "from '2024-01' is not a time of the form YYYY[MM[DD[hh[mm[ss]]]]]");
  EXPECT_EQ(TimeRange::Parse("2024", "20250229").status().message(),
            "to '20250229' is a date or time that does not exist");
}

}  // namespace
}  // namespace docshare
