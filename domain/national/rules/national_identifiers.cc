#include "domain/national/rules/national_identifiers.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/ids/patient_id.h"
#include "domain/national/naming_systems.h"
#include "domain/national/national_identifier.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::DocumentEntry;

void CheckSourcePatientInfo(const DocumentEntry& entry, int e, NumberRules rules,
                            RegistryErrors& errors) {
  for (int i = 0; i < entry.source_patient_info_size() && !errors.full(); ++i) {
    const auto& field = entry.source_patient_info(i);
    if (field.field() != "PID-3") continue;
    for (const absl::string_view repetition : absl::StrSplit(field.value(), '~')) {
      const absl::StatusOr<PatientId> patient = PatientId::FromCx(repetition);
      // PID-3 may hold more than the CX of patientId; what it says is then not ours to judge.
      if (!patient.ok()) continue;
      CheckNationalIdentifier(patient->ToProto(),
                              EntryLocation(e).Element("source_patient_info", i), rules, errors);
    }
  }
}

// NAV's synthetic numbers have the months of local hjelpenumre: only the authority tells them
// apart.
bool MayComeFrom(const NationalIdentifier& number, absl::string_view authority) {
  return number.assigning_authority() == authority ||
         (number.kind() == NationalIdentifier::Kind::kLokaltHjelpenummer &&
          authority == kFodselsnummerOid);
}

}  // namespace

void CheckNationalIdentifier(const metadata::v1::PatientIdentifier& patient,
                             const Location& location, NumberRules rules, RegistryErrors& errors) {
  if (!IsNationalIdentifierOid(patient.assigning_authority())) return;
  const absl::StatusOr<NationalIdentifier> number = NationalIdentifier::Parse(patient.id(), rules);
  if (!number.ok()) {
    errors.Add(
        XdsErrorCode::kRegistryMetadataError, location.Field("id").ToString(),
        absl::StrCat("personal number ", Quote(patient.id()), ": ", number.status().message()));
  } else if (!MayComeFrom(*number, patient.assigning_authority())) {
    errors.Add(
        XdsErrorCode::kRegistryMetadataError, location.Field("assigning_authority").ToString(),
        absl::StrCat("personal number ", Quote(patient.id()), " is a ", ToString(number->kind()),
                     ", of authority ", number->assigning_authority(), ", not ",
                     patient.assigning_authority()));
  }
}

void CheckNationalIdentifiers(const registry::v1::RegisterDocumentSetRequest& request,
                              NumberRules rules, RegistryErrors& errors) {
  CheckNationalIdentifier(request.submission_set().patient_id(),
                          SubmissionSetLocation().Field("patient_id"), rules, errors);
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    const DocumentEntry& entry = request.document_entries(i);
    CheckNationalIdentifier(entry.patient_id(), EntryLocation(i).Field("patient_id"), rules,
                            errors);
    CheckNationalIdentifier(entry.source_patient_id(), EntryLocation(i).Field("source_patient_id"),
                            rules, errors);
    CheckSourcePatientInfo(entry, i, rules, errors);
  }
  for (int i = 0; i < request.folders_size() && !errors.full(); ++i) {
    CheckNationalIdentifier(request.folders(i).patient_id(), FolderLocation(i).Field("patient_id"),
                            rules, errors);
  }
}

}  // namespace docshare
