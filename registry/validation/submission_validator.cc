#include "registry/validation/submission_validator.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/codes/code_membership.h"
#include "domain/metadata/rules/location.h"
#include "domain/national/rules/national_identifiers.h"
#include "domain/national/rules/national_rules.h"
#include "registry/validation/discouraged_pid_fields.h"

namespace docshare::registry {

using Level = ValidationPolicy::Level;

Findings SubmissionValidator::Check(const v1::RegisterDocumentSetRequest& request,
                                    Transaction transaction) const {
  Findings findings;
  CheckCommunityRules(request, findings);
  CheckNationalRules(request, policy_.LevelOf(transaction), findings);
  return findings;
}

Findings SubmissionValidator::Examine(const v1::RegisterDocumentSetRequest& request,
                                      Transaction transaction) const {
  Findings findings;
  CheckCommunityRules(request, findings);
  const Level level = policy_.LevelOf(transaction);
  CheckNationalRules(request, level == Level::kLog ? Level::kWarning : level, findings);
  return findings;
}

Findings SubmissionValidator::CheckPatient(const metadata::v1::PatientIdentifier& patient,
                                           absl::string_view location,
                                           absl::string_view method) const {
  Findings findings;
  if (policy_.personal_numbers == Enforcement::kOff) return findings;
  RegistryErrors found;
  CheckNationalIdentifier(patient, Location().Field(location), policy_.NumberRulesAt(clock_->Now()),
                          found);
  findings.AddAll(policy_.personal_numbers, found);
  if (!findings.warnings().empty()) log_->Info("personal_number_faulty", {{"method", method}});
  return findings;
}

void SubmissionValidator::CheckCommunityRules(const v1::RegisterDocumentSetRequest& request,
                                              Findings& findings) const {
  const std::shared_ptr<const ValueSets> sets = codes_->Current();
  CheckCodeMembership(request, *sets, policy_.unknown_codes, findings);
  if (policy_.personal_numbers != Enforcement::kOff) {
    RegistryErrors found;
    CheckNationalIdentifiers(request, policy_.NumberRulesAt(clock_->Now()), found);
    findings.AddAll(policy_.personal_numbers, found);
  }
  if (policy_.discouraged_pid_fields != Enforcement::kOff) {
    RegistryErrors found;
    CheckDiscouragedPidFields(request, found);
    findings.AddAll(policy_.discouraged_pid_fields, found);
  }
}

void SubmissionValidator::CheckNationalRules(const v1::RegisterDocumentSetRequest& request,
                                             Level level, Findings& findings) const {
  if (level == Level::kOff) return;
  for (const NationalRule& rule : NationalRules()) {
    if (policy_.national_rules_off.contains(rule.name)) continue;
    RegistryErrors found;
    rule.check(request, found);
    if (found.empty()) continue;
    if (level == Level::kLog) {
      log_->Info("national_rule_broken",
                 {{"rule", rule.name}, {"faults", found.list().errors_size()}});
    } else {
      findings.AddAll(level == Level::kReject ? Enforcement::kRefuse : Enforcement::kWarn, found,
                      absl::StrCat("national rule ", rule.name, ": "));
    }
  }
}

absl::Status WithFaults(const absl::Status& verdict, const RegistryErrors& faults) {
  if (verdict.ok()) return faults.ToStatus();
  if (faults.empty()) return verdict;
  const absl::optional<metadata::v1::RegistryErrorList> list = RegistryErrorsOf(verdict);
  if (!list) return verdict;
  RegistryErrors all;
  for (const auto& error : list->errors()) all.Add(error);
  for (const auto& error : faults.list().errors()) all.Add(error);
  all.SortByLocation();
  return all.ToStatus();
}

}  // namespace docshare::registry
