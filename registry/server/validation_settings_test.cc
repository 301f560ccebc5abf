#include "registry/server/validation_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "platform/config/text_config.h"

namespace docshare::registry {
namespace {

using ::testing::HasSubstr;
using Level = ValidationPolicy::Level;

config::v1::RegistryConfig Parse(const std::string& text) {
  config::v1::RegistryConfig config;
  const absl::Status parsed = platform::ParseTextConfig("test", text, &config);
  EXPECT_TRUE(parsed.ok()) << parsed;
  return config;
}

std::string FaultsOf(const std::string& text) {
  platform::ConfigFaults faults;
  CheckValidationSettings(Parse(text), faults);
  return std::string(faults.ToStatus("test").message());
}

TEST(ValidationSettingsTest, DemandsNothingBeyondTheStandardByDefault) {
  EXPECT_EQ(FaultsOf(""), "");
  const ValidationPolicy policy = ToValidationPolicy(config::v1::ValidationPolicy());
  for (const Transaction transaction :
       {Transaction::kRegisterDocumentSet, Transaction::kRegisterOnDemandDocumentEntry,
        Transaction::kUpdateDocumentSet}) {
    EXPECT_EQ(policy.LevelOf(transaction), Level::kOff);
  }
  EXPECT_EQ(policy.personal_numbers, Enforcement::kOff);
  EXPECT_EQ(policy.discouraged_pid_fields, Enforcement::kOff);
  for (const CodedAttribute attribute : AllCodedAttributes()) {
    EXPECT_EQ(policy.unknown_codes.For(attribute), Enforcement::kRefuse);
  }
}

TEST(ValidationSettingsTest, ReadsEverySetting) {
  const std::string text = R"(
      validation {
        register_document_set: VALIDATION_LEVEL_REJECT
        register_on_demand_document_entry: VALIDATION_LEVEL_LOG
        update_document_set: VALIDATION_LEVEL_WARNING
        national_rules_off: "home_community"
        personal_numbers: ENFORCEMENT_REJECT
        personal_number_rules: PERSONAL_NUMBER_RULES_FROM_2032
        discouraged_pid_fields: ENFORCEMENT_WARN
        unknown_codes { attribute: "formatCode" enforcement: ENFORCEMENT_WARN }
        unknown_codes { attribute: "mimeType" enforcement: ENFORCEMENT_OFF }
      }
      code_files { path: "a.xml" }
      code_files { path: "9602.json" attributes: "classCode" code_suffix: "-1" })";
  EXPECT_EQ(FaultsOf(text), "");
  const ValidationPolicy policy = ToValidationPolicy(Parse(text).validation());
  EXPECT_EQ(policy.LevelOf(Transaction::kRegisterDocumentSet), Level::kReject);
  EXPECT_EQ(policy.LevelOf(Transaction::kRegisterOnDemandDocumentEntry), Level::kLog);
  EXPECT_EQ(policy.LevelOf(Transaction::kUpdateDocumentSet), Level::kWarning);
  EXPECT_TRUE(policy.national_rules_off.contains("home_community"));
  EXPECT_EQ(policy.personal_numbers, Enforcement::kRefuse);
  EXPECT_EQ(policy.NumberRulesAt(absl::UnixEpoch()), NumberRules::kFrom2032);
  EXPECT_EQ(policy.discouraged_pid_fields, Enforcement::kWarn);
  EXPECT_EQ(policy.unknown_codes.For(CodedAttribute::kFormatCode), Enforcement::kWarn);
  EXPECT_EQ(policy.unknown_codes.For(CodedAttribute::kMimeType), Enforcement::kOff);
  EXPECT_EQ(policy.unknown_codes.For(CodedAttribute::kClassCode), Enforcement::kRefuse);
}

TEST(ValidationSettingsTest, PersonalNumbersOfTheYearByTheDate) {
  const ValidationPolicy policy;
  const absl::Time new_year = absl::FromCivil(absl::CivilYear(2032), absl::UTCTimeZone());
  EXPECT_EQ(policy.NumberRulesAt(new_year - absl::Seconds(1)), NumberRules::kUntil2031);
  EXPECT_EQ(policy.NumberRulesAt(new_year), NumberRules::kFrom2032);
}

TEST(ValidationSettingsTest, NamesEveryFault) {
  struct {
    const char* name;
    const char* text;
    const char* fault;
  } const cases[] = {
      {"unknown rule", "validation { national_rules_off: \"homecommunity\" }",
       "\"homecommunity\" is none"},
      {"unknown attribute",
       "validation { unknown_codes { attribute: \"format\" enforcement: ENFORCEMENT_WARN } }",
       "\"format\" is none"},
      {"attribute twice",
       "validation { unknown_codes { attribute: \"mimeType\" enforcement: ENFORCEMENT_WARN } "
       "unknown_codes { attribute: \"mimeType\" enforcement: ENFORCEMENT_OFF } }",
       "mimeType is there twice"},
      {"nothing to do", "validation { unknown_codes { attribute: \"mimeType\" } }",
       "validation.unknown_codes.enforcement"},
      {"no path", "code_files { }", "code_files.path"},
      {"file for an unknown attribute", "code_files { path: \"a\" attributes: \"clasCode\" }",
       "\"clasCode\" is none"},
      {"list of media types", "code_files { path: \"a\" attributes: \"mimeType\" }",
       "\"mimeType\" is none"},
      {"suffix without attributes", "code_files { path: \"a\" code_suffix: \"-1\" }",
       "code_files.code_suffix"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(FaultsOf(c.text), HasSubstr(c.fault));
  }
}

}  // namespace
}  // namespace docshare::registry
