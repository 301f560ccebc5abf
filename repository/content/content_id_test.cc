#include "repository/content/content_id.h"

#include <string>

#include "gtest/gtest.h"

namespace docshare::repository {
namespace {

constexpr absl::string_view kHex = "000102030405060708090a0b0c0d0eff";

TEST(ContentIdTest, IsPrintedAsHexAndReadBack) {
  const absl::StatusOr<ContentId> id = ContentId::FromHex(kHex);
  ASSERT_TRUE(id.ok()) << id.status();
  EXPECT_EQ(id->ToHex(), kHex);
  EXPECT_EQ(id->bytes().size(), 16u);
  EXPECT_EQ(id->bytes()[1], '\x01');
  EXPECT_TRUE(*ContentId::FromBytes(id->bytes()) == *id);
}

TEST(ContentIdTest, RefusesOtherText) {
  for (const std::string& text :
       {std::string(), std::string(kHex.substr(1)), std::string(kHex) + "0",
        std::string("000102030405060708090A0B0C0D0EFF"),
        std::string("0001020304050607-8090a0b0c0d0eff")}) {
    EXPECT_EQ(ContentId::FromHex(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(ContentIdTest, RefusesOtherNumbersOfBytes) {
  EXPECT_FALSE(ContentId::FromBytes("").ok());
  EXPECT_FALSE(ContentId::FromBytes(std::string(15, 'x')).ok());
  EXPECT_FALSE(ContentId::FromBytes(std::string(17, 'x')).ok());
}

TEST(ContentIdTest, SortsLikeItsBytes) {
  const ContentId low = *ContentId::FromHex("7f000000000000000000000000000000");
  const ContentId high = *ContentId::FromHex("80000000000000000000000000000000");
  EXPECT_TRUE(low < high);
  EXPECT_FALSE(high < low);
}

}  // namespace
}  // namespace docshare::repository
