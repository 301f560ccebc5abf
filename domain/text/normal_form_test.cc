#include "domain/text/normal_form.h"

#include <gtest/gtest.h>

#include <string>

namespace docshare {
namespace {

TEST(NormalFormTest, ComposesWhatHasAComposedForm) {
  // Sámi letters; Å by its own sign; Hangul; two marks in either order.
  EXPECT_EQ(ToNfc("A\u0301hkk\u00e1, c\u030cuojus"), "\u00c1hkk\u00e1, \u010duojus");
  EXPECT_EQ(ToNfc("\u212b"), "\u00c5");
  EXPECT_EQ(ToNfc("\u1112\u1161\u11ab"), "\ud55c");
  EXPECT_EQ(ToNfc("a\u0302\u0323"), ToNfc("a\u0323\u0302"));
}

TEST(NormalFormTest, LeavesTheRestAlone) {
  for (const std::string text :
       {"", "ASCII ~", "\u00e6\u00f8\u00e5", "\u0625\u0633\u0645", "\U0001F9D1\u200D\u2695\uFE0F",
        // A ligature and a full-width letter differ from what they look like.
        "\ufb01", "\uff21", "tab\tand\nline"}) {
    EXPECT_EQ(ToNfc(text), text);
  }
  EXPECT_EQ(ToNfc(std::string("a\0b", 3)), std::string("a\0b", 3));
}

TEST(NormalFormTest, GivesBackWhatIsNotUtf8) {
  EXPECT_EQ(ToNfc("a\u0301\xff"), "a\u0301\xff");
  EXPECT_EQ(ToNfc("\xc3"), "\xc3");
}

TEST(NormalFormTest, IsIdempotent) {
  std::string text;
  while (text.size() + 3 <= kMaxNormalizedBytes) text += "a\u0301";
  const std::string once = ToNfc(text);
  EXPECT_LT(once.size(), text.size());
  EXPECT_EQ(ToNfc(once), once);
}

// Putting marks in order takes time by the square of their number.
TEST(NormalFormTest, LongTextsAreGivenBack) {
  std::string marks = "x";
  for (int i = 0; i < 1'000'000; ++i) marks += "\u0301";
  for (int i = 0; i < 1'000'000; ++i) marks += "\u0323";
  EXPECT_EQ(ToNfc(marks), marks);
}

}  // namespace
}  // namespace docshare
