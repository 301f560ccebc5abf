#pragma once

#include <array>
#include <cstddef>

#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/codes/coded_attribute.h"
#include "domain/codes/value_sets.h"
#include "domain/errors/findings.h"

namespace docshare {

// What is done about a code that is not in the value set of its attribute. kRefuse unless set.
class UnknownCodePolicy {
 public:
  UnknownCodePolicy() { of_.fill(Enforcement::kRefuse); }

  void Set(CodedAttribute attribute, Enforcement enforcement) {
    of_[static_cast<size_t>(attribute)] = enforcement;
  }
  Enforcement For(CodedAttribute attribute) const { return of_[static_cast<size_t>(attribute)]; }

 private:
  std::array<Enforcement, static_cast<size_t>(CodedAttribute::kPatientIdAuthority) + 1> of_;
};

// Check 35, and the affinity domain's part of check 36: every coded value, media type and patient's
// assigning authority of a submission is in the value set of its attribute, when there is one.
// Compares code system and code, never the display name. Plain roles and specialties are accepted;
// a code without code or code system is the business of check 27.
//
// Adds XDSRegistryMetadataError, for the authority of a patient XDSUnknownPatientId.
// Source: ITI TF-3:4.2.3.1.2, ITI TF-2:3.42.4.1.3.3.
void CheckCodeMembership(const registry::v1::RegisterDocumentSetRequest& request,
                         const ValueSets& sets, const UnknownCodePolicy& policy,
                         Findings& findings);

}  // namespace docshare
