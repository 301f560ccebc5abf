#include "consumer/publish/cda_participant.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/hl7v2/xcn.h"
#include "domain/hl7v2/xon.h"

namespace docshare::consumer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kUuid[] = "DB734647-fc99-424c-a864-7e3cda82e703";

CdaName Name(std::vector<std::string> given, std::vector<std::string> family) {
  CdaName name;
  name.given = std::move(given);
  name.family = std::move(family);
  return name;
}

TEST(DocumentUniqueIdTest, WritesOidsAndUuids) {
  EXPECT_EQ(DocumentUniqueId({"1.2.3", "A 7"}), "1.2.3^A 7");
  EXPECT_EQ(DocumentUniqueId({"1.2.3", ""}), "1.2.3");
  EXPECT_EQ(DocumentUniqueId({kUuid, ""}), "urn:uuid:db734647-fc99-424c-a864-7e3cda82e703");
  EXPECT_EQ(DocumentUniqueId({kUuid, "7"}), absl::nullopt);
  EXPECT_EQ(DocumentUniqueId({"", ""}), absl::nullopt);
  EXPECT_EQ(DocumentUniqueId({"Local", "7"}), absl::nullopt);
  EXPECT_EQ(DocumentUniqueId({"1.02.3", "7"}), absl::nullopt);
}

TEST(PersonFromCdaTest, WritesXcn) {
  struct Case {
    const char* name;
    std::vector<CdaId> ids;
    CdaName person;
    const char* device;
    const char* xcn;
  };
  CdaName full = Name({"Kari", "Anne", "Lise"}, {"Nordlys", "Berg"});
  full.prefix = {"Dr.", "med."};
  full.suffix = {"PhD"};
  CdaName text;
  text.text = "Kari Nordlys";
  const Case cases[] = {
      {"all", {{"1.2", "7"}}, full, "", "7^Nordlys Berg^Kari^Anne Lise^PhD^Dr. med.^^^&1.2&ISO"},
      {"an OID alone is an id",
       {{"1.2.3", ""}},
       full,
       "",
       "1.2.3^Nordlys Berg^Kari^Anne Lise^PhD^Dr. med."},
      {"a UUID alone is an id",
       {{kUuid, ""}},
       Name({}, {"Nordlys"}),
       "",
       "urn:uuid:db734647-fc99-424c-a864-7e3cda82e703^Nordlys"},
      {"first id that can be written",
       {{"Local", "1"}, {kUuid, "2"}, {"1.2", "3"}},
       Name({}, {"Nordlys"}),
       "",
       "3^Nordlys^^^^^^^&1.2&ISO"},
      {"no id", {}, Name({"Kari"}, {"Nordlys"}), "", "^Nordlys^Kari"},
      {"id only", {{"1.2", "7"}}, Name({}, {}), "", "7^^^^^^^^&1.2&ISO"},
      {"name that is not divided", {}, text, "", "^Kari Nordlys"},
      {"device", {}, Name({}, {}), "EPJ 3", "^EPJ 3"},
      {"a person counts more than a device", {}, Name({}, {"Nordlys"}), "EPJ 3", "^Nordlys"},
      {"delimiters",
       {{"1.2", "a^b"}},
       Name({"A&B"}, {"C|D~E\\"}),
       "",
       "a\\S\\b^C\\F\\D\\R\\E\\E\\^A\\T\\B^^^^^^&1.2&ISO"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    std::vector<std::string> notes;
    const auto person = PersonFromCda("author 1", c.ids, c.person, c.device, &notes);
    ASSERT_TRUE(person.has_value());
    EXPECT_EQ(RenderXcn(*person), c.xcn);
    EXPECT_THAT(notes, IsEmpty());
  }
}

TEST(PersonFromCdaTest, SaysWhatCannotBeWritten) {
  std::vector<std::string> notes;
  const auto person =
      PersonFromCda("author 1", {{"Local", "7"}}, Name({}, {"Nordlys"}), "", &notes);
  ASSERT_TRUE(person.has_value());
  EXPECT_EQ(RenderXcn(*person), "^Nordlys");
  EXPECT_THAT(notes, ElementsAre("author 1: no identifier of the person can be written in XDS"));

  notes.clear();
  EXPECT_FALSE(
      PersonFromCda("author 1", {}, Name({}, {std::string(300, 'x')}), "", &notes).has_value());
  EXPECT_THAT(notes, ElementsAre("author 1: the name of the person cannot be written in XDS"));

  notes.clear();
  EXPECT_FALSE(PersonFromCda("author 1", {}, Name({}, {"a\nb"}), "", &notes).has_value());
  EXPECT_EQ(notes.size(), 1u);

  notes.clear();
  EXPECT_FALSE(PersonFromCda("author 1", {}, Name({}, {}), "", &notes).has_value());
  EXPECT_THAT(notes, IsEmpty());
}

TEST(OrganizationFromCdaTest, WritesXon) {
  struct Case {
    const char* name;
    CdaOrganization organization;
    const char* xon;
  };
  const CdaOrganization custodian{{{"1.9", ""}, {"1.8", "5"}}, "Sykehuset"};
  const Case cases[] = {
      {"all", {{{"1.2", "7"}}, "Klinikken"}, "Klinikken^^^^^&1.2&ISO^^^^7"},
      {"an OID alone is an id", {{{"1.2.3", ""}}, "Klinikken"}, "Klinikken^^^^^^^^^1.2.3"},
      {"no id", {{}, "Klinikken"}, "Klinikken"},
      {"name of the custodian", {{{"1.8", "5"}}, ""}, "Sykehuset^^^^^&1.8&ISO^^^^5"},
      {"own name first", {{{"1.8", "5"}}, "Klinikken"}, "Klinikken^^^^^&1.8&ISO^^^^5"},
      {"delimiters", {{}, "A&B ^ C"}, "A\\T\\B \\S\\ C"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    std::vector<std::string> notes;
    const auto organization = OrganizationFromCda("author 1", c.organization, custodian, &notes);
    ASSERT_TRUE(organization.has_value());
    EXPECT_EQ(RenderXon(*organization), c.xon);
    EXPECT_THAT(notes, IsEmpty());
  }
}

TEST(OrganizationFromCdaTest, SaysWhatCannotBeWritten) {
  std::vector<std::string> notes;
  // A UUID is not a form that XON allows.
  const auto organization =
      OrganizationFromCda("author 1", {{{kUuid, ""}}, "Klinikken"}, {}, &notes);
  ASSERT_TRUE(organization.has_value());
  EXPECT_EQ(RenderXon(*organization), "Klinikken");
  EXPECT_EQ(notes.size(), 1u);

  notes.clear();
  EXPECT_FALSE(OrganizationFromCda("author 1", {{{"1.8", "5"}}, ""}, {}, &notes).has_value());
  EXPECT_THAT(notes, ElementsAre(HasSubstr("the organisation has no name")));

  notes.clear();
  EXPECT_FALSE(OrganizationFromCda("author 1", {}, {}, &notes).has_value());
  EXPECT_THAT(notes, IsEmpty());
}

TEST(NameFieldTest, WritesXpn) {
  CdaName name = Name({"Kari", "Anne"}, {"Nord^lys"});
  name.prefix = {"Dr."};
  name.suffix = {"jr."};
  EXPECT_EQ(NameField(name), "Nord\\S\\lys^Kari^Anne^jr.^Dr.");
  EXPECT_EQ(NameField(Name({"Kari"}, {})), "^Kari");
  EXPECT_EQ(NameField({}), "");
}

}  // namespace
}  // namespace docshare::consumer
