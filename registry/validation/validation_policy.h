#pragma once

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "domain/codes/code_membership.h"
#include "domain/errors/findings.h"
#include "domain/metadata/rules/rule.h"
#include "domain/national/control_digits.h"

namespace docshare::registry {

// What a community demands beyond the standard; docshare/config/v1/validation.proto explains it.
// The default demands nothing but that codes are of the value sets.
struct ValidationPolicy {
  // What is done about faults of the national rules.
  enum class Level { kOff, kWarning, kLog, kReject };

  Level register_document_set = Level::kOff;
  Level register_on_demand_document_entry = Level::kOff;
  Level update_document_set = Level::kOff;
  // Names of national rules.
  absl::flat_hash_set<std::string> national_rules_off;

  Enforcement personal_numbers = Enforcement::kOff;
  // Nullopt: by the date.
  absl::optional<NumberRules> number_rules;
  Enforcement discouraged_pid_fields = Enforcement::kOff;
  UnknownCodePolicy unknown_codes;

  Level LevelOf(Transaction transaction) const;
  NumberRules NumberRulesAt(absl::Time now) const;
};

}  // namespace docshare::registry
