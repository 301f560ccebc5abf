#include "domain/hl7v2/xcn.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace docshare {
namespace {

TEST(XcnTest, ReadsTheComponents) {
  const auto person = ParseXcn("9999999^NORDMANN^KARI^Anne^Jr^Dr^MD^^&2.16.578.1.12.4.1.4.4&ISO");
  ASSERT_TRUE(person.ok()) << person.status();
  EXPECT_EQ(person->id(), "9999999");
  EXPECT_EQ(person->family_name(), "NORDMANN");
  EXPECT_EQ(person->given_name(), "KARI");
  EXPECT_EQ(person->further_given_names(), "Anne");
  EXPECT_EQ(person->suffix(), "Jr");
  EXPECT_EQ(person->prefix(), "Dr");
  EXPECT_EQ(person->degree(), "MD");
  EXPECT_EQ(person->assigning_authority().universal_id(), "2.16.578.1.12.4.1.4.4");
  EXPECT_EQ(person->verbatim(), "");
}

TEST(XcnTest, GivesBackEveryTextItAccepts) {
  struct Case {
    const char* text;
    bool verbatim;
  };
  const Case cases[] = {
      {"^Welby", false},
      {"9999999^NORDMANN^KARI^^^^^^&2.16.578.1.12.4.1.4.4&ISO", false},
      {"Gerald Smitty", false},
      {"1.2.3^DePinto^John^F^II^Mr.^^^IHENA&1.3.6.1&ISO", false},
      {"^O\\T\\Brien^A\\S\\B", false},
      {"^Dopplemeyer^Sherry^^^", true},
      {"^Beethoven&van^Ludwig", true},
      {"1^A^^^^^^source", true},
      {"1^A^^^^^^^&1.2&ISO^D^^^HPR", true},
      {"1^A^^^^^^^&1.2&ISO&", true},
  };
  for (const Case& c : cases) {
    const auto person = ParseXcn(c.text);
    ASSERT_TRUE(person.ok()) << c.text << ": " << person.status();
    EXPECT_EQ(RenderXcn(*person), c.text);
    EXPECT_EQ(!person->verbatim().empty(), c.verbatim) << c.text;
  }
}

TEST(XcnTest, Check25RefusesWrongForms) {
  for (const std::string& text :
       {std::string(), std::string("^"), std::string("^^Kari"), std::string("^^^^^^^^&1.2&ISO"),
        std::string("1^A^^^^^^^&1.2"), std::string("1^A^^^^^^^1.2"),
        std::string("1^A^^^^^^^&urn:oid:1.2&ISO"), std::string("1^A^^^^^^^&1.2&ISO&x"),
        std::string("1^A\\H\\"), std::string("1^A~2^B"), std::string("1|A"), std::string("^A\nB"),
        "^A" + std::string(23, '^') + "x", "^" + std::string(256, 'a')}) {
    EXPECT_EQ(ParseXcn(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(XcnTest, VerbatimWins) {
  metadata::v1::Person person;
  person.set_family_name("A");
  person.set_verbatim("^B^^");
  EXPECT_EQ(RenderXcn(person), "^B^^");
}

TEST(XcnTest, EmptyPersonRendersAsNothing) { EXPECT_EQ(RenderXcn({}), ""); }

}  // namespace
}  // namespace docshare
