#include "registry/query/page_token.h"

#include <string>

#include "gtest/gtest.h"

namespace docshare::registry {
namespace {

const std::string kKey(32, 'k');
const std::string kPosition = "abcdefghijklmnopqrstuvwx";

TEST(PageTokenTest, OpensWhatItSealed) {
  const PageToken tokens(kKey, "query");
  for (const std::string& position :
       {std::string(), kPosition, std::string(255, '\xff'), std::string(16, '\0')}) {
    auto opened = tokens.Open(tokens.Seal(position));
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(*opened, position);
  }
}

TEST(PageTokenTest, ServesOnlyItsOwnQueryAndKey) {
  const std::string token = PageToken(kKey, "query").Seal(kPosition);
  EXPECT_TRUE(absl::IsInvalidArgument(PageToken(kKey, "other").Open(token).status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(PageToken(std::string(32, 'x'), "query").Open(token).status()));
}

// Where a position ends and the query begins is not a matter of taste.
TEST(PageTokenTest, PositionAndQueryDoNotRunTogether) {
  const std::string token = PageToken(kKey, "query").Seal("position-");
  EXPECT_TRUE(absl::IsInvalidArgument(PageToken(kKey, "-query").Open(token).status()));
  const std::string shifted = PageToken(kKey, "-query").Seal("position");
  EXPECT_TRUE(absl::IsInvalidArgument(PageToken(kKey, "query").Open(shifted).status()));
}

TEST(PageTokenTest, RefusesEveryChangedCharacter) {
  const PageToken tokens(kKey, "query");
  const std::string token = tokens.Seal(kPosition);
  for (size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    auto opened = tokens.Open(changed);
    // The last character may carry unused bits only.
    EXPECT_TRUE(!opened.ok() || *opened == kPosition) << i;
    if (i + 1 < token.size()) {
      EXPECT_FALSE(opened.ok()) << i;
    }
  }
}

TEST(PageTokenTest, RefusesGarbage) {
  const PageToken tokens(kKey, "query");
  for (const char* garbage : {"", "=", "AAAA", "not base64 at all!"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(tokens.Open(garbage).status())) << garbage;
  }
}

}  // namespace
}  // namespace docshare::registry
