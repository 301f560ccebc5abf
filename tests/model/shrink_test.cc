#include "tests/model/shrink.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace docshare::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

std::vector<int> UpTo(int last) {
  std::vector<int> all(last);
  std::iota(all.begin(), all.end(), 1);
  return all;
}

bool Has(const std::vector<int>& list, int value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

TEST(ShrinkTest, FindsTheStepsThatFailTogether) {
  const auto fails = [](const std::vector<int>& list) {
    return Has(list, 7) && Has(list, 58) && Has(list, 99);
  };
  EXPECT_THAT(Shrink<int>(UpTo(100), fails, 1000), ElementsAre(7, 58, 99));
}

TEST(ShrinkTest, FindsASingleStep) {
  EXPECT_THAT(Shrink<int>(
                  UpTo(33), [](const auto& list) { return Has(list, 33); }, 1000),
              ElementsAre(33));
}

TEST(ShrinkTest, DropsWhatCanGoOnlyAfterOthersWent) {
  // 2 may go only when 1 is gone.
  const auto fails = [](const std::vector<int>& list) {
    return Has(list, 3) && (!Has(list, 1) || Has(list, 2));
  };
  EXPECT_THAT(Shrink<int>(UpTo(3), fails, 1000), ElementsAre(3));
}

TEST(ShrinkTest, StopsAskingAtTheLimit) {
  int questions = 0;
  const auto left = Shrink<int>(
      UpTo(64),
      [&questions](const auto& list) {
        ++questions;
        return Has(list, 1);
      },
      3);
  EXPECT_EQ(questions, 3);
  EXPECT_THAT(left, SizeIs(16));
}

}  // namespace
}  // namespace docshare::tests
