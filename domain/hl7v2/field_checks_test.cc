// What CheckXcn(), CheckXon(), CheckCodedText() and CheckPidField() tell from the fields is what
// parsing the HL7 text tells.

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "domain/hl7v2/coded_text.h"
#include "domain/hl7v2/pid_field.h"
#include "domain/hl7v2/xcn.h"
#include "domain/hl7v2/xon.h"

namespace docshare {
namespace {

constexpr int kSteps = 20000;

// Picks values that are good, borderline and bad.
class Values {
 public:
  std::string Any() {
    static const std::vector<std::string> values = {"",
                                                    "",
                                                    "",
                                                    "A",
                                                    "Nordmann",
                                                    "Åšđžŋ",
                                                    "a^b",
                                                    "a&b",
                                                    "a~b|c",
                                                    "\\",
                                                    "x\n",
                                                    "\xe6",
                                                    "\xc2\x85",
                                                    "1.2.3",
                                                    "1.02",
                                                    "ISO",
                                                    std::string(80, 'a'),
                                                    std::string(115, '^'),
                                                    std::string(249, 'a'),
                                                    std::string(256, 'a'),
                                                    std::string(257, 'a')};
    return values[Next(values.size())];
  }

  metadata::v1::AssigningAuthority Authority() {
    metadata::v1::AssigningAuthority authority;
    if (Next(3) == 0) return authority;
    if (Next(2) == 0) {
      authority.set_universal_id("1.2.3");
      authority.set_universal_id_type("ISO");
      return authority;
    }
    authority.set_namespace_id(Any());
    authority.set_universal_id(Any());
    authority.set_universal_id_type(Any());
    return authority;
  }

  size_t Next(size_t below) { return random_() % below; }

 private:
  std::mt19937 random_{7};
};

TEST(FieldChecksTest, PersonsAreWhatTheirTextIs) {
  Values values;
  int good = 0;
  for (int step = 0; step < kSteps; ++step) {
    metadata::v1::Person person;
    person.set_id(values.Any());
    person.set_family_name(values.Any());
    if (values.Next(2) == 0) person.set_given_name(values.Any());
    if (values.Next(4) == 0) person.set_degree(values.Any());
    *person.mutable_assigning_authority() = values.Authority();
    if (values.Next(8) == 0) person.set_verbatim(values.Any());
    const absl::Status parsed = ParseXcn(RenderXcn(person)).status();
    EXPECT_EQ(CheckXcn(person), parsed) << person.ShortDebugString();
    good += parsed.ok();
  }
  EXPECT_GT(good, kSteps / 50);
}

TEST(FieldChecksTest, OrganizationsAreWhatTheirTextIs) {
  Values values;
  int good = 0;
  for (int step = 0; step < kSteps; ++step) {
    metadata::v1::Organization organization;
    organization.set_name(values.Any());
    organization.set_id(values.Any());
    *organization.mutable_assigning_authority() = values.Authority();
    if (values.Next(8) == 0) organization.set_verbatim(values.Any());
    const absl::Status parsed = ParseXon(RenderXon(organization)).status();
    EXPECT_EQ(CheckXon(organization), parsed) << organization.ShortDebugString();
    good += parsed.ok();
  }
  EXPECT_GT(good, kSteps / 50);
}

TEST(FieldChecksTest, CodedTextsAreWhatTheirTextIs) {
  Values values;
  for (int step = 0; step < kSteps; ++step) {
    metadata::v1::CodedText text;
    text.set_text(values.Any());
    text.set_code_system(values.Any());
    EXPECT_EQ(CheckCodedText(text), ParseCodedText(RenderCodedText(text)).status())
        << text.ShortDebugString();
  }
}

TEST(FieldChecksTest, PidFieldsAreWhatTheirTextIs) {
  Values values;
  for (const char* name : {"PID-3", "PID-7", "PID-8", "PID-99", "PID-", "PID-5|x", ""}) {
    for (int step = 0; step < kSteps / 10; ++step) {
      metadata::v1::PidField field;
      field.set_field(name);
      field.set_value(values.Any() + values.Any());
      EXPECT_EQ(CheckPidField(field), ParsePidField(RenderPidField(field)).status())
          << field.ShortDebugString();
    }
  }
}

}  // namespace
}  // namespace docshare
