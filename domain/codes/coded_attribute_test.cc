#include "domain/codes/coded_attribute.h"

#include <gtest/gtest.h>

namespace docshare {
namespace {

TEST(CodedAttributeTest, EveryNameIsReadBack) {
  for (const CodedAttribute attribute : AllCodedAttributes()) {
    EXPECT_EQ(ParseCodedAttribute(ToString(attribute)), attribute) << ToString(attribute);
  }
  EXPECT_EQ(ToString(CodedAttribute::kClassCode), "classCode");
  EXPECT_EQ(ToString(CodedAttribute::kPatientIdAuthority), "patientIdAuthority");
}

TEST(CodedAttributeTest, KnowsNoOtherNames) {
  for (const char* name : {"", "ClassCode", "classcode", "classCode ", "homeCommunityId"}) {
    EXPECT_EQ(ParseCodedAttribute(name), absl::nullopt) << name;
  }
}

}  // namespace
}  // namespace docshare
