#include "consumer/cli/progress_bar.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "platform/clock/fake_clock.h"

namespace docshare::consumer {
namespace {

constexpr uint64_t kMiB = 1 << 20;

// What a terminal of one line shows after `bytes`: a carriage return goes back to its start.
std::string Screen(const std::string& bytes) {
  std::string line;
  size_t column = 0;
  for (char c : bytes) {
    if (c == '\r') {
      column = 0;
    } else {
      if (column == line.size()) line += ' ';
      line[column++] = c;
    }
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

class ProgressBarTest : public ::testing::Test {
 protected:
  platform::FakeClock clock_{absl::UnixEpoch()};
  std::ostringstream terminal_;
};

TEST_F(ProgressBarTest, ShowsHowFarTheTransferIs) {
  ProgressBar bar(&terminal_, 100, "fetching", 200 * kMiB, &clock_);
  clock_.Advance(absl::Seconds(5));
  bar.Update(100 * kMiB);
  EXPECT_EQ(Screen(terminal_.str()),
            "fetching  [############............]  50 %  100.0 MiB of 200.0 MiB  20.0 MiB/s");
}

TEST_F(ProgressBarTest, IsGoneInTheEnd) {
  {
    ProgressBar bar(&terminal_, 100, "fetching", 200 * kMiB, &clock_);
    bar.Update(100 * kMiB);
    clock_.Advance(absl::Seconds(1));
    bar.Update(200 * kMiB);
  }
  EXPECT_EQ(Screen(terminal_.str()), "");
}

TEST_F(ProgressBarTest, ShorterLineLeavesNothingOfTheLongerOne) {
  ProgressBar bar(&terminal_, 100, "sending", 2000 * kMiB, &clock_);
  clock_.Advance(absl::Seconds(1));
  bar.Update(1000 * kMiB);
  clock_.Advance(absl::Seconds(1));
  bar.Update(0);
  EXPECT_EQ(Screen(terminal_.str()),
            "sending  [........................]   0 %  0 B of 2.0 GiB  0 B/s");
}

TEST_F(ProgressBarTest, RedrawsAtMostTenTimesASecond) {
  ProgressBar bar(&terminal_, 100, "fetching", 200 * kMiB, &clock_);
  for (int i = 0; i < 1000; ++i) {
    clock_.Advance(absl::Milliseconds(1));
    bar.Update(i);
  }
  const std::string drawn = terminal_.str();
  EXPECT_EQ(std::count(drawn.begin(), drawn.end(), '\r'), 10);
}

TEST_F(ProgressBarTest, StaysWithinTheTerminal) {
  ProgressBar bar(&terminal_, 40, "fetching", 200 * kMiB, &clock_);
  bar.Update(100 * kMiB);
  EXPECT_EQ(Screen(terminal_.str()).size(), 39u);
}

TEST_F(ProgressBarTest, SmallTransfersAndOtherOutputsSeeNothing) {
  ProgressBar small(&terminal_, 100, "fetching", kMiB, &clock_);
  small.Update(1000);
  EXPECT_EQ(terminal_.str(), "");
  ProgressBar no_terminal(nullptr, 100, "fetching", 200 * kMiB, &clock_);
  no_terminal.Update(1000);
}

TEST(FormatBytesTest, ChoosesTheUnit) {
  EXPECT_EQ(FormatBytes(0), "0 B");
  EXPECT_EQ(FormatBytes(1023), "1023 B");
  EXPECT_EQ(FormatBytes(1024), "1.0 KiB");
  EXPECT_EQ(FormatBytes(1024 * 1024 - 1), "1.0 MiB");
  EXPECT_EQ(FormatBytes(uint64_t{3} << 29), "1.5 GiB");
  EXPECT_EQ(FormatBytes(uint64_t{1} << 62), "4194304.0 TiB");
}

}  // namespace
}  // namespace docshare::consumer
