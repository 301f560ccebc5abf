#include "domain/query/like_pattern.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace docshare {
namespace {

struct Case {
  const char* pattern;
  const char* text;
  bool matches;
};

TEST(LikePatternTest, MatchesLikeSql) {
  const Case cases[] = {
      {"^Smitty^Gerald", "^Smitty^Gerald", true},
      {"^Smitty^Gerald", "^Smitty^Geral", false},
      {"^smitty%", "^Smitty^Gerald", false},
      {"%Smitty%", "^Smitty^Gerald^^^", true},
      {"%Smitty%", "Smitty", true},
      {"%", "", true},
      {"%", "anything", true},
      {"%%", "", true},
      {"_", "", false},
      {"_", "a", true},
      {"_", "ø", true},
      {"_", "\xf0\x9f\x98\x80", true},
      {"__", "ø", false},
      {"S_rlie", "Sørlie", true},
      {"%_", "", false},
      {"%_%", "a", true},
      {"a%b", "ab", true},
      {"a%b", "axxb", true},
      {"a%b", "axxbc", false},
      {"%ab", "aab", true},
      {"%ab%", "aaab", true},
      {"%a%b%", "xxbxa", false},
      {"a%b_c%d", "a12b3cb4c5d", true},
      {"%abc", "abcabcab", false},
      {"a", "", false},
      {"\\%", "\\anything", true},
      {".*", ".*", true},
      {".*", "ab", false},
  };
  for (const Case& c : cases) {
    const auto pattern = LikePattern::Parse(c.pattern);
    ASSERT_TRUE(pattern.ok()) << pattern.status();
    EXPECT_EQ(pattern->Matches(c.text), c.matches) << c.pattern << " on " << c.text;
  }
}

TEST(LikePatternTest, RefusesEmptyLongAndMalformedPatterns) {
  std::string longest;
  for (int i = 0; i < 256; ++i) longest += "ø";
  EXPECT_TRUE(LikePattern::Parse(longest).ok());
  for (const std::string& text : {std::string(), longest + "x", std::string("\xff")}) {
    EXPECT_EQ(LikePattern::Parse(text).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(LikePatternTest, MalformedTextFitsNothing) {
  EXPECT_FALSE(LikePattern::Parse("%")->Matches("\xff"));
}

// Exponential matchers do not come back from this.
TEST(LikePatternTest, ManyPercentSignsStayFast) {
  std::string pattern;
  for (int i = 0; i < 127; ++i) pattern += "%a";
  pattern += "%b";
  EXPECT_FALSE(LikePattern::Parse(pattern)->Matches(std::string(10000, 'a')));
}

}  // namespace
}  // namespace docshare
