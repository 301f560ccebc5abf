#include "domain/ids/home_community_id.h"

#include <gtest/gtest.h>

#include "absl/hash/hash_testing.h"
#include "absl/status/status.h"

namespace docshare {
namespace {

TEST(HomeCommunityIdTest, IsAnOidUrn) {
  const auto id = HomeCommunityId::Parse("urn:oid:2.16.578.1.12.4.1.7.1.1");
  ASSERT_TRUE(id.ok()) << id.status();
  EXPECT_EQ(id->ToString(), "urn:oid:2.16.578.1.12.4.1.7.1.1");
  EXPECT_EQ(id->oid().ToString(), "2.16.578.1.12.4.1.7.1.1");
}

TEST(HomeCommunityIdTest, RefusesEveryOtherText) {
  for (const char* text :
       {"", "2.16.578", "urn:oid:", "urn:oid:x", "URN:OID:1.2", "urn:uuid:1.2"}) {
    EXPECT_EQ(HomeCommunityId::Parse(text).status().code(), absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(HomeCommunityIdTest, ComparesAndHashes) {
  const HomeCommunityId a = *HomeCommunityId::Parse("urn:oid:1.2");
  const HomeCommunityId b = *HomeCommunityId::Parse("urn:oid:1.3");
  EXPECT_LT(a, b);
  EXPECT_TRUE(absl::VerifyTypeImplementsAbslHashCorrectly({a, b}));
}

}  // namespace
}  // namespace docshare
