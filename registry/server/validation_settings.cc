#include "registry/server/validation_settings.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "domain/national/rules/national_rules.h"

namespace docshare::registry {
namespace {

using Level = ValidationPolicy::Level;

constexpr char kUnknownCodesExample[] =
    "unknown_codes { attribute: \"formatCode\" enforcement: ENFORCEMENT_WARN }";
constexpr char kCodeFileExample[] =
    "code_files { path: \"codes/9602.json\" attributes: \"typeCode\" code_suffix: \"-2\" }";

bool IsNationalRule(const std::string& name) {
  const auto rules = NationalRules();
  return std::any_of(rules.begin(), rules.end(),
                     [&name](const NationalRule& rule) { return rule.name == name; });
}

void CheckPolicy(const config::v1::ValidationPolicy& policy, platform::ConfigFaults& faults) {
  for (const std::string& name : policy.national_rules_off()) {
    if (IsNationalRule(name)) continue;
    faults.Wrong("validation.national_rules_off",
                 absl::StrCat("must name a national rule; \"", name, "\" is none"),
                 "national_rules_off: \"home_community\"");
  }
  absl::flat_hash_set<std::string> seen;
  for (const config::v1::UnknownCodePolicy& unknown : policy.unknown_codes()) {
    if (!ParseCodedAttribute(unknown.attribute())) {
      faults.Wrong(
          "validation.unknown_codes.attribute",
          absl::StrCat("must name a coded attribute; \"", unknown.attribute(), "\" is none"),
          kUnknownCodesExample);
    } else if (!seen.insert(unknown.attribute()).second) {
      faults.Wrong(
          "validation.unknown_codes.attribute",
          absl::StrCat("must name each attribute once; ", unknown.attribute(), " is there twice"),
          kUnknownCodesExample);
    }
    if (unknown.enforcement() == config::v1::ENFORCEMENT_UNSPECIFIED) {
      faults.Missing("validation.unknown_codes.enforcement", kUnknownCodesExample);
    }
  }
}

void CheckCodeFile(const config::v1::CodeFile& file, platform::ConfigFaults& faults) {
  if (file.path().empty()) faults.Missing("code_files.path", kCodeFileExample);
  for (const std::string& name : file.attributes()) {
    const absl::optional<CodedAttribute> attribute = ParseCodedAttribute(name);
    if (attribute && HasCodeSystem(*attribute)) continue;
    faults.Wrong(
        "code_files.attributes",
        absl::StrCat("must name attributes that have code systems; \"", name, "\" is none"),
        kCodeFileExample);
  }
  if (file.attributes().empty() && !file.code_suffix().empty()) {
    faults.Wrong("code_files.code_suffix", "needs attributes: only FinnKode lists are cut",
                 kCodeFileExample);
  }
}

Level ToLevel(config::v1::ValidationLevel level) {
  switch (level) {
    case config::v1::VALIDATION_LEVEL_WARNING:
      return Level::kWarning;
    case config::v1::VALIDATION_LEVEL_LOG:
      return Level::kLog;
    case config::v1::VALIDATION_LEVEL_REJECT:
      return Level::kReject;
    default:
      return Level::kOff;
  }
}

Enforcement ToEnforcement(config::v1::Enforcement enforcement) {
  switch (enforcement) {
    case config::v1::ENFORCEMENT_WARN:
      return Enforcement::kWarn;
    case config::v1::ENFORCEMENT_REJECT:
      return Enforcement::kRefuse;
    default:
      return Enforcement::kOff;
  }
}

absl::optional<NumberRules> ToNumberRules(config::v1::PersonalNumberRules rules) {
  switch (rules) {
    case config::v1::PERSONAL_NUMBER_RULES_UNTIL_2031:
      return NumberRules::kUntil2031;
    case config::v1::PERSONAL_NUMBER_RULES_FROM_2032:
      return NumberRules::kFrom2032;
    default:
      return absl::nullopt;
  }
}

}  // namespace

void CheckValidationSettings(const config::v1::RegistryConfig& config,
                             platform::ConfigFaults& faults) {
  CheckPolicy(config.validation(), faults);
  for (const config::v1::CodeFile& file : config.code_files()) CheckCodeFile(file, faults);
}

ValidationPolicy ToValidationPolicy(const config::v1::ValidationPolicy& policy) {
  ValidationPolicy read;
  read.register_document_set = ToLevel(policy.register_document_set());
  read.register_on_demand_document_entry = ToLevel(policy.register_on_demand_document_entry());
  read.update_document_set = ToLevel(policy.update_document_set());
  read.national_rules_off.insert(policy.national_rules_off().begin(),
                                 policy.national_rules_off().end());
  read.personal_numbers = ToEnforcement(policy.personal_numbers());
  read.number_rules = ToNumberRules(policy.personal_number_rules());
  read.discouraged_pid_fields = ToEnforcement(policy.discouraged_pid_fields());
  for (const config::v1::UnknownCodePolicy& unknown : policy.unknown_codes()) {
    const absl::optional<CodedAttribute> attribute = ParseCodedAttribute(unknown.attribute());
    if (attribute) read.unknown_codes.Set(*attribute, ToEnforcement(unknown.enforcement()));
  }
  return read;
}

}  // namespace docshare::registry
