#include "consumer/cli/table.h"

#include <gtest/gtest.h>

namespace docshare::consumer {
namespace {

TEST(TableTest, AlignsColumns) {
  EXPECT_EQ(RenderTable({{"TITLE"}, {"SIZE", true}, {"ID"}},
                        {{"Epikrise", "9", "a"}, {"Notat", "12345", "b"}}, 0),
            "TITLE      SIZE  ID\n"
            "Epikrise      9  a\n"
            "Notat     12345  b\n");
}

TEST(TableTest, NarrowsTheWidestCellsFirst) {
  EXPECT_EQ(RenderTable({{"A", false, 3}, {"B", false, 3}, {"ID"}},
                        {{"1234567890", "12345", "abcd"}}, 18),
            "A      B      ID\n"
            "1234…  12345  abcd\n");
}

TEST(TableTest, ColumnsWithoutLowerLimitAreNeverCut) {
  EXPECT_EQ(RenderTable({{"A", false, 2}, {"ID"}}, {{"12345", "0123456789"}}, 5),
            "A   ID\n"
            "1…  0123456789\n");
}

TEST(TableTest, FitsTheTerminalWhenItCan) {
  std::string table = RenderTable({{"A", false, 4}, {"B", false, 4}},
                                  {{std::string(50, 'a'), std::string(70, 'b')}}, 40);
  EXPECT_EQ(table.find('\n', table.find('\n') + 1) - table.find('\n') - 1,
            40u + 2 * 2);  // Two ellipses take two more bytes each.
}

TEST(TableTest, CountsColumnsNotBytes) {
  EXPECT_EQ(RenderTable({{"A"}, {"B"}}, {{"ærø", "x"}, {"日本", "y"}, {"abcd", "z"}}, 0),
            "A     B\n"
            "ærø   x\n"
            "日本  y\n"
            "abcd  z\n");
}

TEST(TableTest, CellsStayOnTheirLine) {
  EXPECT_EQ(RenderTable({{"A"}, {"B"}}, {{"one\ntwo", "\x1b[2J"}}, 0),
            "A        B\n"
            "one two  ?[2J\n");
}

TEST(TableTest, NoRowsLeaveTheTitles) { EXPECT_EQ(RenderTable({{"A"}, {"B"}}, {}, 0), "A  B\n"); }

}  // namespace
}  // namespace docshare::consumer
