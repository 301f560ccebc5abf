#include "domain/metadata/ihe_names.h"

#include <gtest/gtest.h>

namespace docshare {
namespace {

TEST(IheNamesTest, KnowsSlots) {
  for (const char* name : {"creationTime", "URI", "codingScheme", "SubmissionSetStatus",
                           "urn:ihe:iti:xds:2013:referenceIdList", "URN:IHE:x"}) {
    EXPECT_TRUE(IsIheSlotName(name)) << name;
  }
  for (const char* name : {"", "creationtime", "urn:uuid:x", "urn:iheother", "urn:no:ehelse:x"}) {
    EXPECT_FALSE(IsIheSlotName(name)) << name;
  }
}

TEST(IheNamesTest, KnowsClassifications) {
  EXPECT_TRUE(IsIheClassification("urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a"));
  EXPECT_TRUE(IsIheClassification("urn:uuid:ab9b591b-83ab-4d03-8f5d-f93b1fb92e85"));
  EXPECT_FALSE(IsIheClassification("41a5887f-8865-4c09-adf7-e362475b143a"));
  EXPECT_FALSE(IsIheClassification("urn:uuid:00000000-0000-4000-8000-000000000001"));
}

TEST(IheNamesTest, KnowsExternalIdentifiers) {
  EXPECT_TRUE(IsIheExternalIdentifier("urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"));
  EXPECT_FALSE(IsIheExternalIdentifier("urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a"));
}

}  // namespace
}  // namespace docshare
