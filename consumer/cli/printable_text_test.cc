#include "consumer/cli/printable_text.h"

#include <gtest/gtest.h>

namespace docshare::consumer {
namespace {

TEST(PrintableTextTest, KeepsTextOfAnyScript) {
  EXPECT_EQ(PrintableText("Sølvi Ærø – 日本語 – 👩"), "Sølvi Ærø – 日本語 – 👩");
}

TEST(PrintableTextTest, DisarmsWhatSteersATerminal) {
  EXPECT_EQ(PrintableText("\x1b[31mred\x07"), "?[31mred?");
  EXPECT_EQ(PrintableText("a\xc2\x9b"
                          "b"),
            "a?b");
  EXPECT_EQ(PrintableText("abc\u202Efdp.exe"), "abc?fdp.exe");
  EXPECT_EQ(PrintableText("one\r\ntwo\tthree"), "one  two three");
}

TEST(PrintableTextTest, BytesThatAreNotUtf8BecomeQuestionMarks) {
  EXPECT_EQ(PrintableText("a\xff\xc3"), "a??");
}

TEST(DisplayWidthTest, CountsColumns) {
  EXPECT_EQ(DisplayWidth(""), 0u);
  EXPECT_EQ(DisplayWidth("Ærø"), 3u);
  EXPECT_EQ(DisplayWidth("日本"), 4u);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1u);
}

TEST(CutToWidthTest, CutsBetweenCharacters) {
  EXPECT_EQ(CutToWidth("Epikrise", 8), "Epikrise");
  EXPECT_EQ(CutToWidth("Epikrise", 5), "Epik…");
  EXPECT_EQ(CutToWidth("Ærøskøbing", 3), "Ær…");
  // A wide character does not fit in the one column left.
  EXPECT_EQ(CutToWidth("日本語", 4), "日…");
  EXPECT_EQ(DisplayWidth(CutToWidth("日本語", 5)), 5u);
  EXPECT_EQ(CutToWidth("ab", 1), "…");
}

TEST(CutToWidthTest, KeepsCombiningMarksWithTheirLetter) {
  EXPECT_EQ(CutToWidth("e\u0301abc", 2), "e\u0301…");
}

}  // namespace
}  // namespace docshare::consumer
