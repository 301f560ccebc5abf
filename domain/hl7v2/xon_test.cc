#include "domain/hl7v2/xon.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace docshare {
namespace {

TEST(XonTest, ReadsTheComponents) {
  const auto organization =
      ParseXon("Testsykehuset HF^^^^^&2.16.578.1.12.4.1.4.101&ISO^^^^999999999");
  ASSERT_TRUE(organization.ok()) << organization.status();
  EXPECT_EQ(organization->name(), "Testsykehuset HF");
  EXPECT_EQ(organization->assigning_authority().universal_id(), "2.16.578.1.12.4.1.4.101");
  EXPECT_EQ(organization->id(), "999999999");
  EXPECT_EQ(organization->verbatim(), "");
}

TEST(XonTest, GivesBackEveryTextItAccepts) {
  struct Case {
    const char* text;
    bool verbatim;
  };
  const Case cases[] = {
      {"Cleveland Clinic", false},
      {"Parma Community^^^^^^^^^1.2.3", false},
      {"Cleveland Clinic^^^^^&1.2.3&ISO^^^^CleveClin", false},
      {"Scanning^^^^^&1.2.3&ISO", false},
      {"Ear \\T\\ Nose", false},
      {"Cleveland Clinic^^", true},
  };
  for (const Case& c : cases) {
    const auto organization = ParseXon(c.text);
    ASSERT_TRUE(organization.ok()) << c.text << ": " << organization.status();
    EXPECT_EQ(RenderXon(*organization), c.text);
    EXPECT_EQ(!organization->verbatim().empty(), c.verbatim) << c.text;
  }
}

TEST(XonTest, Check25RefusesWrongForms) {
  for (const std::string& text :
       {std::string(), std::string("^"), std::string("^^^^^^^^^1.2"), std::string("A^^^^^^^^^999"),
        std::string("A^^^^^HOSP&1.2&ISO^^^^9"), std::string("A^^^^^HOSP^^^^9"),
        std::string("A^^^^^&1.2^^^^9"), std::string("A^D"), std::string("A^^x^^^&1.2&ISO"),
        std::string("A^^^^^^^^^1.2^x"), std::string("A & B"), std::string("A~B"),
        std::string("A\\X41\\"), std::string("A\tB"), std::string(257, 'a')}) {
    EXPECT_EQ(ParseXon(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(XonTest, VerbatimWins) {
  metadata::v1::Organization organization;
  organization.set_name("A");
  organization.set_verbatim("B^^");
  EXPECT_EQ(RenderXon(organization), "B^^");
}

}  // namespace
}  // namespace docshare
