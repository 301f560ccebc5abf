#include "registry/query/page_token.h"

#include <string>

#include "gtest/gtest.h"

namespace docshare::registry {
namespace {

const std::string kKey(32, 'k');
const std::string kSuffix = "abcdefghijklmnopqrstuvwx";

TEST(PageTokenTest, OpensWhatItSealed) {
  const PageToken tokens(kKey, "query");
  auto suffix = tokens.Open(tokens.Seal(kSuffix));
  ASSERT_TRUE(suffix.ok());
  EXPECT_EQ(*suffix, kSuffix);
}

TEST(PageTokenTest, ServesOnlyItsOwnQueryAndKey) {
  const std::string token = PageToken(kKey, "query").Seal(kSuffix);
  EXPECT_TRUE(absl::IsInvalidArgument(PageToken(kKey, "other").Open(token).status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(PageToken(std::string(32, 'x'), "query").Open(token).status()));
}

TEST(PageTokenTest, RefusesEveryChangedCharacter) {
  const PageToken tokens(kKey, "query");
  const std::string token = tokens.Seal(kSuffix);
  for (size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    auto opened = tokens.Open(changed);
    // The last character may carry unused bits only.
    EXPECT_TRUE(!opened.ok() || *opened == kSuffix) << i;
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
