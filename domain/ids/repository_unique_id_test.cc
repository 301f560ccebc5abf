#include "domain/ids/repository_unique_id.h"

#include <gtest/gtest.h>

#include "absl/hash/hash_testing.h"
#include "absl/status/status.h"

namespace docshare {
namespace {

TEST(RepositoryUniqueIdTest, Check30IsAnOid) {
  const auto id = RepositoryUniqueId::Parse("2.16.578.1.12.4.5.100.1.1.2");
  ASSERT_TRUE(id.ok()) << id.status();
  EXPECT_EQ(id->ToString(), "2.16.578.1.12.4.5.100.1.1.2");
  EXPECT_EQ(RepositoryUniqueId(id->oid()), *id);
  EXPECT_EQ(RepositoryUniqueId::Parse("repository-1").status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(RepositoryUniqueIdTest, ComparesAndHashes) {
  const RepositoryUniqueId a = *RepositoryUniqueId::Parse("1.2");
  const RepositoryUniqueId b = *RepositoryUniqueId::Parse("1.3");
  EXPECT_LT(a, b);
  EXPECT_TRUE(absl::VerifyTypeImplementsAbslHashCorrectly({a, b}));
}

}  // namespace
}  // namespace docshare
