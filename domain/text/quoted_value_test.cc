#include "domain/text/quoted_value.h"

#include <gtest/gtest.h>

namespace docshare {
namespace {

TEST(QuotedValueTest, PutsTheValueInQuotes) {
  EXPECT_EQ(Quote("zz"), "'zz'");
  EXPECT_EQ(Quote(""), "''");
}

TEST(QuotedValueTest, CutsAfter80Characters) {
  std::string value;
  for (int i = 0; i < 81; ++i) value += "ø";
  EXPECT_EQ(Quote(value), "'" + value.substr(0, 160) + "...'");
  EXPECT_EQ(Quote(value.substr(2)), "'" + value.substr(2) + "'");
}

TEST(QuotedValueTest, HidesWhatCannotBePrinted) { EXPECT_EQ(Quote("\n b\xff c\x01"), "'? b? c?'"); }

}  // namespace
}  // namespace docshare
