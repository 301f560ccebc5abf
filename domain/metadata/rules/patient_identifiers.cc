#include "domain/metadata/rules/patient_identifiers.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/ids/patient_id.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::PatientIdentifier;
using registry::v1::RegisterDocumentSetRequest;

void CheckForm(const PatientIdentifier& patient, const std::string& location,
               RegistryErrors& errors) {
  const absl::StatusOr<PatientId> id = PatientId::FromProto(patient);
  if (id.ok()) return;
  errors.Add(XdsErrorCode::kRegistryMetadataError, location,
             absl::StrCat("patient identifier ", Quote(patient.id()), " of ",
                          Quote(patient.assigning_authority()), ": ", id.status().message()));
}

// Nullopt for an identifier that CheckPatientIdentifiers() refuses.
absl::optional<PatientId> Parse(const PatientIdentifier& patient) {
  absl::StatusOr<PatientId> id = PatientId::FromProto(patient);
  if (!id.ok()) return absl::nullopt;
  return *std::move(id);
}

}  // namespace

void CheckPatientIdentifiers(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  const auto& set = request.submission_set();
  if (set.has_patient_id()) {
    CheckForm(set.patient_id(), SubmissionSetLocation("patient_id"), errors);
  }
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    const auto& entry = request.document_entries(i);
    if (entry.has_patient_id())
      CheckForm(entry.patient_id(), EntryLocation(i, "patient_id"), errors);
    if (entry.has_source_patient_id()) {
      CheckForm(entry.source_patient_id(), EntryLocation(i, "source_patient_id"), errors);
    }
  }
}

void CheckOnePatient(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  // The patient of the submission set, or of the first entry that has one.
  absl::optional<PatientId> expected = Parse(request.submission_set().patient_id());
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    const absl::optional<PatientId> patient = Parse(request.document_entries(i).patient_id());
    if (!patient) continue;
    if (!expected) expected = patient;
    if (*patient == *expected) continue;
    errors.Add(XdsErrorCode::kPatientIdDoesNotMatch, EntryLocation(i, "patient_id"),
               absl::StrCat("patient ", Quote(patient->ToCx()), " is not patient ",
                            Quote(expected->ToCx()), " of the submission"));
  }
}

}  // namespace docshare
