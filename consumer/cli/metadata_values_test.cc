#include "consumer/cli/metadata_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::CodedValue;
using docshare::metadata::v1::Organization;
using docshare::metadata::v1::PatientIdentifier;
using docshare::metadata::v1::Person;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string Message(const absl::Status& status) { return std::string(status.message()); }

TEST(ParseCodeTest, TakesCodeSystemAndDisplayName) {
  absl::StatusOr<CodedValue> code = ParseCode("--class", "A00-1^^1.2.3^Epikriser ^ mer");
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(code->code(), "A00-1");
  EXPECT_EQ(code->code_system(), "1.2.3");
  EXPECT_EQ(code->display_name(), "Epikriser ^ mer");
}

TEST(ParseCodeTest, CodeStandsForAMissingDisplayName) {
  EXPECT_EQ(ParseCode("--class", "A00-1^^1.2.3")->display_name(), "A00-1");
  EXPECT_EQ(ParseCode("--class", "A00-1^^1.2.3^")->display_name(), "A00-1");
}

TEST(ParseCodeTest, RefusesOtherForms) {
  for (const char* text : {"", "A00-1", "A00-1^1.2.3", "A00-1^x^1.2.3", "^^1.2.3", "A00-1^^"}) {
    absl::Status status = ParseCode("--class", text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(Message(status), StartsWith("--class"));
    EXPECT_THAT(Message(status), HasSubstr("code^^system"));
  }
}

TEST(ParseCodeFilterTest, KeepsCodeAndSystem) {
  auto filter = ParseCodeFilter("--class", "A00-1^^1.2.3^Epikriser");
  ASSERT_TRUE(filter.ok());
  EXPECT_EQ(filter->code(), "A00-1");
  EXPECT_EQ(filter->code_system(), "1.2.3");
}

TEST(ParsePatientTest, TakesCxOrAnIdOfTheDefaultAuthority) {
  for (const char* text : {"12838520020", "12838520020^^^&2.16.578.1.12.4.1.4.1&ISO"}) {
    absl::StatusOr<PatientIdentifier> patient =
        ParsePatient("--patient", text, "2.16.578.1.12.4.1.4.1");
    ASSERT_TRUE(patient.ok()) << patient.status();
    EXPECT_EQ(patient->id(), "12838520020");
    EXPECT_EQ(patient->assigning_authority(), "2.16.578.1.12.4.1.4.1");
  }
}

TEST(ParsePatientTest, CxWinsOverTheDefaultAuthority) {
  EXPECT_EQ(ParsePatient("--patient", "7^^^&1.2&ISO", "1.3")->assigning_authority(), "1.2");
}

TEST(ParsePatientTest, RefusalsNeverQuoteTheNumber) {
  for (const char* text : {"12838520020^^^1.2.3", "12838520020^^^&x&ISO", "12838520020"}) {
    absl::Status status = ParsePatient("--patient", text, "").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(Message(status), Not(HasSubstr("12838520020")));
    EXPECT_THAT(Message(status), HasSubstr("ID^^^&OID&ISO"));
  }
  EXPECT_FALSE(ParsePatient("--patient", "", "1.2.3").ok());
}

TEST(ParsePersonTest, PlainNameIsAFamilyName) {
  absl::StatusOr<Person> person = ParsePerson("--author", "Kari & Co");
  ASSERT_TRUE(person.ok()) << person.status();
  EXPECT_EQ(person->family_name(), "Kari & Co");
  EXPECT_EQ(person->id(), "");
}

TEST(ParsePersonTest, TakesXcn) {
  absl::StatusOr<Person> person =
      ParsePerson("--author", "9999999^NORDMANN^KARI^^^^^^&2.16.578.1.12.4.1.4.4&ISO");
  ASSERT_TRUE(person.ok()) << person.status();
  EXPECT_EQ(person->id(), "9999999");
  EXPECT_EQ(person->given_name(), "KARI");
  EXPECT_THAT(Message(ParsePerson("--author", "^^^").status()), StartsWith("--author"));
}

TEST(ParseOrganizationTest, TakesNameOrXon) {
  EXPECT_EQ(ParseOrganization("--institution", "Nes & sønner")->name(), "Nes & sønner");
  absl::StatusOr<Organization> organization = ParseOrganization(
      "--institution", "Testsykehuset HF^^^^^&2.16.578.1.12.4.1.4.101&ISO^^^^999999999");
  ASSERT_TRUE(organization.ok()) << organization.status();
  EXPECT_EQ(organization->id(), "999999999");
  EXPECT_FALSE(ParseOrganization("--institution", "^^^").ok());
}

TEST(ParseTimeTest, ReadsWhatPeopleWrite) {
  const struct {
    const char* text;
    const char* dtm;
  } cases[] = {
      {"2024", "2024"},
      {"2024-01", "202401"},
      {"2024-01-31", "20240131"},
      {"2024-01-31T09:30", "202401310930"},
      {"2024-01-31 09:30:15", "20240131093015"},
      {"2024-01-31T09:30:15Z", "20240131093015"},
      {"2024-01-31T00:30:00+01:00", "20240130233000"},
      {"2024-01-31T23:30:00-01:00", "20240201003000"},
      {"20240131", "20240131"},
      {"20240131093015", "20240131093015"},
      {"20240131093015+0100", "20240131083015"},
      {"20240131093015-0100", "20240131103015"},
  };
  for (const auto& c : cases) {
    absl::StatusOr<std::string> dtm = ParseTime("--after", c.text);
    ASSERT_TRUE(dtm.ok()) << c.text << ": " << dtm.status();
    EXPECT_EQ(*dtm, c.dtm) << c.text;
  }
}

TEST(ParseTimeTest, RefusesOtherForms) {
  for (const char* text :
       {"", "yesterday", "2024-02-30", "2024-13", "31.01.2024", "2024-01-31T25"}) {
    EXPECT_THAT(Message(ParseTime("--after", text).status()), StartsWith("--after")) << text;
  }
}

TEST(FormatTimeTest, IsReadable) {
  EXPECT_EQ(FormatTime("2024"), "2024");
  EXPECT_EQ(FormatTime("202401"), "2024-01");
  EXPECT_EQ(FormatTime("20240131"), "2024-01-31");
  EXPECT_EQ(FormatTime("2024013109"), "2024-01-31 09h");
  EXPECT_EQ(FormatTime("202401310930"), "2024-01-31 09:30");
  EXPECT_EQ(FormatTime("20240131093015"), "2024-01-31 09:30");
  EXPECT_EQ(FormatTime("no time"), "no time");
}

}  // namespace
}  // namespace docshare::consumer
