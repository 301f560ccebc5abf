#include "domain/metadata/rules/patient_identifiers.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "domain/ids/patient_id.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::PatientIdentifier;
using registry::v1::RegisterDocumentSetRequest;

// Checks identifiers one after the other. Those of one submission are mostly the same, so a good
// one is not parsed again when it follows itself.
class FormCheck {
 public:
  explicit FormCheck(RegistryErrors& errors) : errors_(errors) {}

  void Check(const PatientIdentifier& patient, const Location& location) {
    if (last_good_ && last_good_->id() == patient.id() &&
        last_good_->assigning_authority() == patient.assigning_authority()) {
      return;
    }
    const absl::StatusOr<PatientId> id = PatientId::FromProto(patient);
    if (id.ok()) {
      last_good_ = &patient;
      return;
    }
    errors_.Add(XdsErrorCode::kRegistryMetadataError, location.ToString(),
                absl::StrCat("patient identifier ", Quote(patient.id()), " of ",
                             Quote(patient.assigning_authority()), ": ", id.status().message()));
  }

 private:
  RegistryErrors& errors_;
  const PatientIdentifier* last_good_ = nullptr;
};

// Compares the patients of objects with the first one that is well-formed. The others are refused
// by CheckPatientIdentifiers().
class OnePatientCheck {
 public:
  explicit OnePatientCheck(RegistryErrors& errors) : errors_(errors) {}

  void Check(const PatientIdentifier& patient, const Location& object) {
    if (expected_ && expected_->id() == patient.id() &&
        expected_->assigning_authority() == patient.assigning_authority()) {
      return;
    }
    const absl::StatusOr<PatientId> id = PatientId::FromProto(patient);
    if (!id.ok()) return;
    if (!expected_) {
      expected_ = &patient;
      return;
    }
    errors_.Add(
        XdsErrorCode::kPatientIdDoesNotMatch, object.Field("patient_id").ToString(),
        absl::StrCat("patient ", Quote(id->ToCx()), " is not patient ",
                     Quote(PatientId::FromProto(*expected_)->ToCx()), " of the submission"));
  }

 private:
  RegistryErrors& errors_;
  const PatientIdentifier* expected_ = nullptr;
};

}  // namespace

void CheckPatientIdentifiers(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  FormCheck patients(errors);
  FormCheck source_patients(errors);
  const auto& set = request.submission_set();
  if (set.has_patient_id()) {
    patients.Check(set.patient_id(), SubmissionSetLocation().Field("patient_id"));
  }
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    const auto& entry = request.document_entries(i);
    const Location location = EntryLocation(i);
    if (entry.has_patient_id()) patients.Check(entry.patient_id(), location.Field("patient_id"));
    if (entry.has_source_patient_id()) {
      source_patients.Check(entry.source_patient_id(), location.Field("source_patient_id"));
    }
  }
  for (int i = 0; i < request.folders_size() && !errors.full(); ++i) {
    const auto& folder = request.folders(i);
    if (!folder.has_patient_id()) continue;
    patients.Check(folder.patient_id(), FolderLocation(i).Field("patient_id"));
  }
}

void CheckOnePatient(const RegisterDocumentSetRequest& request, RegistryErrors& errors) {
  OnePatientCheck patients(errors);
  patients.Check(request.submission_set().patient_id(), SubmissionSetLocation());
  for (int i = 0; i < request.document_entries_size() && !errors.full(); ++i) {
    patients.Check(request.document_entries(i).patient_id(), EntryLocation(i));
  }
  for (int i = 0; i < request.folders_size() && !errors.full(); ++i) {
    patients.Check(request.folders(i).patient_id(), FolderLocation(i));
  }
}

}  // namespace docshare
