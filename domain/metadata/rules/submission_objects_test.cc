#include "domain/metadata/rules/submission_objects.h"

#include <gtest/gtest.h>

#include "domain/metadata/testing/submission_builder.h"

namespace docshare {
namespace {

using Kind = SubmissionObjects::Kind;
using testing::AFolder;
using testing::AnEntry;
using testing::ASubmission;

TEST(SubmissionObjectsTest, FindsObjectsByTheirIds) {
  auto request = ASubmission()
                     .With(AnEntry().WithEntryUuid("a"))
                     .With(AnEntry().WithEntryUuid("b"))
                     .With(AnEntry().WithEntryUuid("b"))
                     .With(AFolder().WithEntryUuid("f"))
                     .Build();
  request.mutable_associations(1)->set_entry_uuid("link");
  const SubmissionObjects objects(request);
  EXPECT_EQ(objects.Find("submission-set")->kind, Kind::kSubmissionSet);
  EXPECT_EQ(objects.Find("a")->index, 0);
  EXPECT_EQ(objects.Find("b")->kind, Kind::kDocumentEntry);
  EXPECT_EQ(objects.Find("b")->index, 1);
  EXPECT_EQ(objects.Find("f")->kind, Kind::kFolder);
  EXPECT_EQ(objects.Find("f")->index, 0);
  EXPECT_EQ(objects.Find("link")->kind, Kind::kAssociation);
  EXPECT_EQ(objects.Find("link")->index, 1);
  EXPECT_FALSE(objects.Find("c").has_value());
  EXPECT_FALSE(objects.Find("").has_value());
}

}  // namespace
}  // namespace docshare
