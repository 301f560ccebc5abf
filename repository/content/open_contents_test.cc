#include "repository/content/open_contents.h"

#include "gtest/gtest.h"

namespace docshare::repository {
namespace {

TEST(OpenContentsTest, ARemovalWaitsForTheLastReader) {
  const ContentId id({1});
  const ContentId other({2});
  OpenContents open;
  open.Begin(id);
  open.Begin(id);
  open.Begin(other);
  EXPECT_TRUE(open.Defer(id));
  EXPECT_FALSE(open.End(id));
  EXPECT_FALSE(open.End(other));
  EXPECT_TRUE(open.End(id));
}

TEST(OpenContentsTest, ARemovalDoesNotWaitForNobody) {
  const ContentId id({1});
  OpenContents open;
  EXPECT_FALSE(open.Defer(id));
  open.Begin(id);
  EXPECT_FALSE(open.End(id));
  EXPECT_FALSE(open.Defer(id));
}

}  // namespace
}  // namespace docshare::repository
