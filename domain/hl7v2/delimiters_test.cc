#include "domain/hl7v2/delimiters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace docshare {
namespace {

using ::testing::ElementsAre;

TEST(DelimitersTest, EscapesTheFiveDelimiters) {
  EXPECT_EQ(EscapeHl7("a|b^c~d&e\\f"), "a\\F\\b\\S\\c\\R\\d\\T\\e\\E\\f");
  EXPECT_EQ(EscapeHl7("Sørlie"), "Sørlie");
}

TEST(DelimitersTest, UnescapesWhatItEscaped) {
  for (const char* plain : {"", "plain", "|^~&\\", "\\\\", "a\\F\\b", "Æ&Ø"}) {
    const auto back = UnescapeHl7(EscapeHl7(plain));
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(*back, plain);
  }
}

TEST(DelimitersTest, RefusesOtherEscapesAndBareDelimiters) {
  for (const char* text : {"\\", "\\F", "\\F\\\\", "\\H\\", "\\N\\", "\\X41\\", "\\Zx\\", "\\.br\\",
                           "\\f\\", "a^b", "a&b", "a~b", "a|b"}) {
    EXPECT_EQ(UnescapeHl7(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(DelimitersTest, SplitsWithoutEmptyPartsAtTheEnd) {
  EXPECT_THAT(SplitHl7("a^^b^^", '^'), ElementsAre("a", "", "b"));
  EXPECT_THAT(SplitHl7("^^", '^'), ElementsAre());
  EXPECT_THAT(SplitHl7("", '^'), ElementsAre());
}

TEST(DelimitersTest, JoinsWithoutDelimitersAtTheEnd) {
  EXPECT_EQ(JoinHl7({"a", "", "b", "", ""}, '^'), "a^^b");
  EXPECT_EQ(JoinHl7({"", ""}, '^'), "");
}

TEST(DelimitersTest, Check16LimitsSlotValues) {
  std::string longest;
  for (int i = 0; i < 256; ++i) longest += "ø";
  EXPECT_TRUE(CheckSlotValue(longest).ok());
  for (const std::string& text : {std::string(), longest + "x", std::string("a\tb"),
                                  std::string("\0", 1), std::string("\xff")}) {
    EXPECT_EQ(CheckSlotValue(text).code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace docshare
