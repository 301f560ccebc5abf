#include "domain/hl7v2/cxi.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace docshare {
namespace {

TEST(CxiTest, ReadsTheComponents) {
  const auto reference = ParseCxi(
      "2222-O^^^&1.3.6.1.4.1.21367&ISO^urn:ihe:iti:xds:2013:order^urn:oid:2.16.578.1.12.4.5.100.1");
  ASSERT_TRUE(reference.ok()) << reference.status();
  EXPECT_EQ(reference->id(), "2222-O");
  EXPECT_EQ(reference->assigning_authority().universal_id(), "1.3.6.1.4.1.21367");
  EXPECT_EQ(reference->identifier_type_code(), "urn:ihe:iti:xds:2013:order");
  EXPECT_EQ(reference->home_community_id(), "urn:oid:2.16.578.1.12.4.5.100.1");
  EXPECT_EQ(reference->verbatim(), "");
}

TEST(CxiTest, GivesBackEveryTextItAccepts) {
  struct Case {
    const char* text;
    bool verbatim;
  };
  const Case cases[] = {
      {"1.2.3^^^^urn:ihe:iti:xdw:2013:workflowInstanceId", false},
      {"urn:oid:1.3.6^^^&1.2.3.4.5.6&ISO^urn:ihe:iti:xdw:2013:workflowInstanceId", false},
      {"ext^^^&1.2.5643.2&ISO^urn:ihe:iti:xds:2013:uniqueId", false},
      {"case-1^^^HOSP^urn:ihe:iti:xds:2015:encounterId", false},
      {"7^^^^local-type", false},
      {"a\\S\\b^^^^local-type", false},
      {"7^^^^local-type^^", true},
      {"7^^^&1.2&ISO&^local-type", true},
  };
  for (const Case& c : cases) {
    const auto reference = ParseCxi(c.text);
    ASSERT_TRUE(reference.ok()) << c.text << ": " << reference.status();
    EXPECT_EQ(RenderCxi(*reference), c.text);
    EXPECT_EQ(!reference->verbatim().empty(), c.verbatim) << c.text;
  }
}

TEST(CxiTest, Check25RefusesWrongForms) {
  for (const std::string& text :
       {std::string(), std::string("7"), std::string("7^^^&1.2&ISO"),
        std::string("^^^&1.2&ISO^local"), std::string("7^1^^&1.2&ISO^local"),
        std::string("7^^1^&1.2&ISO^local"), std::string("7^^^&1.2^local"),
        std::string("7^^^&x&ISO^local"), std::string("7^^^HOSP&1.2&ISO^local"),
        std::string("7^^^^local^1.2.3"), std::string("7^^^^local^^x"),
        std::string("7^^^^urn:ihe:iti:xds:2013:order"),
        std::string("7^^^^urn:ihe:iti:xds:2013:referral"),
        std::string("7^^^^urn:ihe:iti:xds:2015:encounterId"), std::string("a&b^^^^local"),
        std::string("7\\N\\^^^^local"), std::string("7\x01^^^^local"),
        std::string(250, '7') + "^^^^local"}) {
    EXPECT_EQ(ParseCxi(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace docshare
