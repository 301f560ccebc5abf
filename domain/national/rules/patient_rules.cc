#include "domain/national/rules/patient_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/metadata/rules/location.h"
#include "domain/national/national_identifier.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

void CheckSeries(const metadata::v1::PatientIdentifier& patient, const Location& location,
                 RegistryErrors& errors) {
  if (IsNationalIdentifierOid(patient.assigning_authority())) return;
  errors.Add(XdsErrorCode::kRegistryMetadataError, location.Field("assigning_authority").ToString(),
             absl::StrCat("patientId is of authority ", Quote(patient.assigning_authority()),
                          "; patients are named by fødselsnummer, D-nummer or hjelpenummer"));
}

}  // namespace

void CheckPatientSeries(const registry::v1::RegisterDocumentSetRequest& request,
                        RegistryErrors& errors) {
  const auto& set = request.submission_set();
  if (set.has_patient_id()) {
    CheckSeries(set.patient_id(), SubmissionSetLocation().Field("patient_id"), errors);
  }
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    const auto& entry = request.document_entries(i);
    if (entry.has_patient_id()) {
      CheckSeries(entry.patient_id(), EntryLocation(i).Field("patient_id"), errors);
    }
  }
  for (int i = 0; i < request.folders_size() && !errors.full(); ++i) {
    const auto& folder = request.folders(i);
    if (folder.has_patient_id()) {
      CheckSeries(folder.patient_id(), FolderLocation(i).Field("patient_id"), errors);
    }
  }
}

void CheckPatientDemographics(const registry::v1::RegisterDocumentSetRequest& request,
                              RegistryErrors& errors) {
  for (int i = 0; i < request.document_entries_size(); ++i) {
    const auto& info = request.document_entries(i).source_patient_info();
    for (const char* required : {"PID-3", "PID-5", "PID-7", "PID-8"}) {
      if (errors.full()) return;
      const bool there = std::any_of(info.begin(), info.end(), [required](const auto& field) {
        return field.field() == required && !field.value().empty();
      });
      if (there) continue;
      errors.Add(XdsErrorCode::kRegistryMetadataError,
                 EntryLocation(i).Field("source_patient_info").ToString(),
                 absl::StrCat("sourcePatientInfo has no ", required));
    }
  }
}

}  // namespace docshare
