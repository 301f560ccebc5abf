#include "registry/register/patient_rules.h"

#include "absl/strings/str_cat.h"
#include "domain/ids/patient_id.h"
#include "registry/index/patient.h"

namespace docshare::registry {

absl::StatusOr<absl::optional<uint64_t>> CheckPatient(
    const metadata::v1::PatientIdentifier& identifier, absl::string_view location,
    const platform::KvReader& store, RegistryErrors& faults) {
  auto patient = PatientId::FromProto(identifier);
  if (!patient.ok()) return patient.status();
  auto found = FindPatient(store, *patient);
  if (!found.ok()) return found.status();
  if (found->state == PatientState::kActive) return found->number;
  faults.Add(XdsErrorCode::kUnknownPatientId, location,
             absl::StrCat("patient ", patient->ToCx(),
                          found->state == PatientState::kSubsumed
                              ? " was merged into another; use the identifier that stayed"
                              : " is not known here; feed the patient first (ITI-8, FeedPatient)"));
  return absl::nullopt;
}

}  // namespace docshare::registry
