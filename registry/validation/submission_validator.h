#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "docshare/metadata/v1/identifier.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/errors/findings.h"
#include "domain/metadata/rules/rule.h"
#include "platform/clock/clock.h"
#include "platform/operations/operational_log.h"
#include "registry/validation/code_sets.h"
#include "registry/validation/validation_policy.h"

namespace docshare::registry {

// Checks what a community demands beyond the standard: value sets (check 35), authorities of
// patients (36), personal numbers, discouraged PID fields (26), national rules. Done before a
// command enters the log, so that applying it depends on no settings. Thread-safe.
class SubmissionValidator {
 public:
  // All must outlive the validator.
  SubmissionValidator(ValidationPolicy policy, const CodeSets* codes, const platform::Clock* clock,
                      platform::OperationalLog* log)
      : policy_(std::move(policy)), codes_(codes), clock_(clock), log_(log) {}

  // For a submission that is about to be registered; accepts any message that parses. National
  // rules at level LOG go to the operational log, as the event "national_rule_broken" with rule and
  // number of faults.
  Findings Check(const v1::RegisterDocumentSetRequest& request, Transaction transaction) const;

  // The same for a submission that is only looked at: national rules at level LOG are warnings, and
  // nothing is logged.
  Findings Examine(const v1::RegisterDocumentSetRequest& request, Transaction transaction) const;

  // For a patient in another call, `location` in its request: whether its personal number is one,
  // by policy. A fault that does not refuse goes to the operational log as the event
  // "personal_number_faulty" with `method`, never the number: replies of such calls hold no
  // warnings.
  Findings CheckPatient(const metadata::v1::PatientIdentifier& patient, absl::string_view location,
                        absl::string_view method) const;

 private:
  void CheckCommunityRules(const v1::RegisterDocumentSetRequest& request, Findings& findings) const;
  void CheckNationalRules(const v1::RegisterDocumentSetRequest& request,
                          ValidationPolicy::Level level, Findings& findings) const;

  const ValidationPolicy policy_;
  const CodeSets* const codes_;
  const platform::Clock* const clock_;
  platform::OperationalLog* const log_;
};

// The refusal of a call whose own rules said `verdict` and whose community says `faults`: the
// faults of both, in the order of the request's elements. OK when neither refuses; `verdict`
// alone when it carries no RegistryErrorList.
absl::Status WithFaults(const absl::Status& verdict, const RegistryErrors& faults);

}  // namespace docshare::registry
