#include "registry/update/restricted_attributes.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace docshare::registry {
namespace {

using metadata::v1::DocumentEntry;
using metadata::v1::PatientIdentifier;

bool IsSame(const PatientIdentifier& a, const PatientIdentifier& b) {
  return a.id() == b.id() && a.assigning_authority() == b.assigning_authority();
}

bool IsOffline(const DocumentEntry& entry) {
  return entry.document_availability() == metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE;
}

bool ChangesStatus(const DocumentEntry& before, const DocumentEntry& after) {
  return after.availability_status() != metadata::v1::AVAILABILITY_STATUS_UNSPECIFIED &&
         after.availability_status() != before.availability_status();
}

}  // namespace

void CheckRestrictedAttributes(const DocumentEntry& before, const DocumentEntry& after,
                               const Location& object, RegistryErrors& errors) {
  const auto refuse = [&](absl::string_view field) {
    errors.Add(
        XdsErrorCode::kUnmodifiableMetadata, object.Field(field).ToString(),
        absl::StrCat("a restricted update does not change ", field, " of ", before.entry_uuid()));
  };
  if (!IsSame(before.source_patient_id(), after.source_patient_id())) refuse("source_patient_id");
  if (IsOffline(before) != IsOffline(after)) refuse("document_availability");
  if (before.repository_unique_id() != after.repository_unique_id()) {
    refuse("repository_unique_id");
  }
  if (before.object_type() != after.object_type()) refuse("object_type");
  if (ChangesStatus(before, after)) refuse("availability_status");
  if (!IsSame(before.patient_id(), after.patient_id())) {
    errors.Add(XdsErrorCode::kPatientIdReconciliation, object.Field("patient_id").ToString(),
               absl::StrCat("a restricted update does not give ", before.entry_uuid(),
                            " to another patient"));
  }
}

}  // namespace docshare::registry
