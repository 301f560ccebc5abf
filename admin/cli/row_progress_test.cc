#include "admin/cli/row_progress.h"

#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/clock/fake_clock.h"

namespace docshare::admin {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(RowProgressTest, CountsHaveGroupsOfThree) {
  EXPECT_EQ(FormatCount(0), "0");
  EXPECT_EQ(FormatCount(999), "999");
  EXPECT_EQ(FormatCount(1000), "1 000");
  EXPECT_EQ(FormatCount(12345678), "12 345 678");
}

TEST(RowProgressTest, RemainingTimeIsRoundedUp) {
  EXPECT_EQ(FormatRemaining(absl::ZeroDuration()), "0 s");
  EXPECT_EQ(FormatRemaining(absl::Milliseconds(4100)), "5 s");
  EXPECT_EQ(FormatRemaining(absl::Seconds(61)), "2 min");
  EXPECT_EQ(FormatRemaining(absl::Minutes(130)), "2 h 10 min");
}

TEST(RowProgressTest, TellsRateAndTheTimeThatIsLeft) {
  platform::FakeClock clock(absl::FromUnixSeconds(1706693400));
  std::ostringstream out;
  RowProgress progress(&out, 200, &clock);
  progress.Update("documents", 1, 4000);
  EXPECT_THAT(out.str(), Not(HasSubstr("left")));
  clock.Advance(absl::Seconds(2));
  progress.Update("documents", 1000, 4000);
  EXPECT_THAT(out.str(), HasSubstr("documents  [######..................]  25 %  1 000 of 4 000 "
                                   "rows  500 rows/s  6 s left"));
}

TEST(RowProgressTest, RedrawsSeldomFitsTheTerminalAndGoesAway) {
  platform::FakeClock clock(absl::FromUnixSeconds(1706693400));
  std::ostringstream out;
  {
    RowProgress progress(&out, 20, &clock);
    progress.Update("documents", 1, 10);
    const std::string drawn = out.str();
    EXPECT_EQ(drawn.size(), 20u);  // With the carriage return.
    progress.Update("documents", 2, 10);
    EXPECT_EQ(out.str(), drawn);
  }
  EXPECT_THAT(out.str(), EndsWith("\r" + std::string(19, ' ') + "\r"));
}

TEST(RowProgressTest, MoreRowsThanEstimatedAreNoTrouble) {
  platform::FakeClock clock(absl::FromUnixSeconds(1706693400));
  std::ostringstream out;
  RowProgress progress(&out, 200, &clock);
  progress.Update("documents", 20, 10);
  EXPECT_THAT(out.str(), HasSubstr("100 %  20 of 20 rows"));
  clock.Advance(absl::Seconds(1));
  progress.Update("documents", 0, 0);
}

TEST(RowProgressTest, SilentWithoutATerminal) {
  platform::FakeClock clock(absl::FromUnixSeconds(1706693400));
  RowProgress progress(nullptr, 80, &clock);
  progress.Update("documents", 1, 10);
}

}  // namespace
}  // namespace docshare::admin
