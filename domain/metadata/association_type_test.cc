#include "domain/metadata/association_type.h"

#include <gtest/gtest.h>

namespace docshare {
namespace {

TEST(AssociationTypeTest, EveryTypeIsMemberRelationshipOrTrigger) {
  for (const char* type : kAllAssociationTypes) {
    const int kinds =
        (type == absl::string_view(kHasMember)) + IsRelationship(type) + IsUpdateTrigger(type);
    EXPECT_EQ(kinds, 1) << type;
  }
  EXPECT_FALSE(IsRelationship("RPLC"));
  EXPECT_FALSE(IsUpdateTrigger(""));
}

TEST(AssociationTypeTest, SaysWhatRelationshipsDo) {
  EXPECT_TRUE(IsReplacement(kReplace));
  EXPECT_TRUE(IsReplacement(kTransformAndReplace));
  EXPECT_FALSE(IsReplacement(kTransform));
  EXPECT_TRUE(IsTransformation(kTransform));
  EXPECT_TRUE(IsTransformation(kTransformAndReplace));
  EXPECT_FALSE(IsTransformation(kAppend));
  EXPECT_TRUE(IsDependent(kTransform));
  EXPECT_TRUE(IsDependent(kAppend));
  EXPECT_FALSE(IsDependent(kTransformAndReplace));
  EXPECT_FALSE(IsDependent(kSigns));
}

}  // namespace
}  // namespace docshare
