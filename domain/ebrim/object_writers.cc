#include "domain/ebrim/object_writers.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/ebrim/ebrim_names.h"
#include "domain/ebrim/enum_urns.h"
#include "domain/ebrim/object_writer.h"
#include "domain/hl7v2/cxi.h"
#include "domain/hl7v2/intended_recipient.h"
#include "domain/hl7v2/pid_field.h"
#include "domain/hl7v2/xcn.h"

namespace docshare {
namespace {

using metadata::v1::Association;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using metadata::v1::SubmissionSet;

// id, home and status, which every object has.
template <typename Object>
void StartObject(absl::string_view element, const Object& object, XmlWriter& writer) {
  writer.Start(element)
      .AttributeIfAny("id", object.entry_uuid())
      .AttributeIfAny("status", ToUrn(object.availability_status()));
}

template <typename Object>
void WriteTexts(const Object& object, ObjectWriter& parts) {
  parts.Slots(object.extra_slots());
  parts.Text("Name", object.title());
  parts.Text("Description", object.comments());
}

void WriteSlots(const DocumentEntry& entry, ObjectWriter& parts) {
  parts.Slot(kCreationTimeSlot, entry.creation_time());
  parts.Slot(kLanguageCodeSlot, entry.language_code());
  parts.Slot(kServiceStartTimeSlot, entry.service_start_time());
  parts.Slot(kServiceStopTimeSlot, entry.service_stop_time());
  if (entry.has_source_patient_id()) {
    parts.PatientSlot(kSourcePatientIdSlot, entry.source_patient_id());
  }
  std::vector<std::string> values;
  for (const auto& field : entry.source_patient_info()) values.push_back(RenderPidField(field));
  parts.Slot(kSourcePatientInfoSlot, values);
  if (entry.has_legal_authenticator()) {
    parts.Slot(kLegalAuthenticatorSlot, RenderXcn(entry.legal_authenticator()));
  }
  values.clear();
  for (const auto& reference_id : entry.reference_ids()) values.push_back(RenderCxi(reference_id));
  parts.Slot(kReferenceIdListSlot, values);
  parts.Slot(kUriSlot, entry.uri());
  parts.Slot(kDocumentAvailabilitySlot, ToUrn(entry.document_availability()));
  parts.Slot(kRepositoryUniqueIdSlot, entry.repository_unique_id());
  parts.Slot(kHashSlot, entry.hash());
  if (entry.has_size()) parts.Slot(kSizeSlot, absl::StrCat(entry.size()));
}

void WriteCodes(const DocumentEntry& entry, ObjectWriter& parts) {
  if (entry.has_class_code()) parts.Code(kClassCodeScheme, entry.class_code());
  if (entry.has_type_code()) parts.Code(kTypeCodeScheme, entry.type_code());
  if (entry.has_format_code()) parts.Code(kFormatCodeScheme, entry.format_code());
  if (entry.has_healthcare_facility_type_code()) {
    parts.Code(kHealthcareFacilityTypeCodeScheme, entry.healthcare_facility_type_code());
  }
  if (entry.has_practice_setting_code()) {
    parts.Code(kPracticeSettingCodeScheme, entry.practice_setting_code());
  }
  parts.Codes(kConfidentialityCodeScheme, entry.confidentiality_codes());
  parts.Codes(kEventCodeScheme, entry.event_codes());
}

}  // namespace

void WriteDocumentEntry(const DocumentEntry& entry, XmlWriter& writer) {
  StartObject("rim:ExtrinsicObject", entry, writer);
  writer.AttributeIfAny("home", entry.home_community_id())
      .AttributeIfAny("lid", entry.logical_id())
      .AttributeIfAny("objectType", ToUrn(entry.object_type()))
      .AttributeIfAny("mimeType", entry.mime_type());
  ObjectWriter parts(entry.entry_uuid(), writer);
  WriteSlots(entry, parts);
  WriteTexts(entry, parts);
  parts.Version(entry.version());
  parts.Authors(kEntryAuthorScheme, entry.authors());
  WriteCodes(entry, parts);
  if (entry.limited_metadata()) parts.Node(kEntryLimitedMetadataNode);
  parts.Classifications(entry.extra_classifications());
  if (entry.has_patient_id()) parts.PatientIdentifier(kEntryPatientId, entry.patient_id());
  parts.Identifier(kEntryUniqueId, entry.unique_id());
  parts.Identifiers(entry.extra_external_identifiers());
  writer.End();
}

void WriteSubmissionSet(const SubmissionSet& set, XmlWriter& writer) {
  StartObject("rim:RegistryPackage", set, writer);
  writer.AttributeIfAny("home", set.home_community_id())
      .Attribute("objectType", kRegistryPackageObjectType);
  ObjectWriter parts(set.entry_uuid(), writer);
  parts.Slot(kSubmissionTimeSlot, set.submission_time());
  std::vector<std::string> recipients;
  for (const auto& recipient : set.intended_recipients()) {
    recipients.push_back(RenderIntendedRecipient(recipient));
  }
  parts.Slot(kIntendedRecipientSlot, recipients);
  WriteTexts(set, parts);
  parts.Node(kSubmissionSetNode);
  parts.Authors(kSubmissionSetAuthorScheme, set.authors());
  if (set.has_content_type_code()) parts.Code(kContentTypeCodeScheme, set.content_type_code());
  if (set.limited_metadata()) parts.Node(kSubmissionSetLimitedMetadataNode);
  parts.Classifications(set.extra_classifications());
  if (set.has_patient_id()) parts.PatientIdentifier(kSubmissionSetPatientId, set.patient_id());
  parts.Identifier(kSubmissionSetUniqueId, set.unique_id());
  parts.Identifier(kSubmissionSetSourceId, set.source_id());
  parts.Identifiers(set.extra_external_identifiers());
  writer.End();
}

void WriteFolder(const Folder& folder, XmlWriter& writer) {
  StartObject("rim:RegistryPackage", folder, writer);
  writer.AttributeIfAny("home", folder.home_community_id())
      .AttributeIfAny("lid", folder.logical_id())
      .Attribute("objectType", kRegistryPackageObjectType);
  ObjectWriter parts(folder.entry_uuid(), writer);
  parts.Slot(kLastUpdateTimeSlot, folder.last_update_time());
  WriteTexts(folder, parts);
  parts.Version(folder.version());
  parts.Node(kFolderNode);
  parts.Codes(kFolderCodeScheme, folder.codes());
  if (folder.limited_metadata()) parts.Node(kFolderLimitedMetadataNode);
  parts.Classifications(folder.extra_classifications());
  if (folder.has_patient_id()) parts.PatientIdentifier(kFolderPatientId, folder.patient_id());
  parts.Identifier(kFolderUniqueId, folder.unique_id());
  parts.Identifiers(folder.extra_external_identifiers());
  writer.End();
}

void WriteAssociation(const Association& association, XmlWriter& writer) {
  StartObject("rim:Association", association, writer);
  writer.Attribute("objectType", kAssociationObjectType)
      .Attribute("associationType", association.association_type())
      .Attribute("sourceObject", association.source_object())
      .Attribute("targetObject", association.target_object());
  ObjectWriter parts(association.entry_uuid(), writer);
  parts.Slot(kSubmissionSetStatusSlot, ToText(association.submission_set_status()));
  if (association.has_previous_version()) {
    parts.Slot(kPreviousVersionSlot, absl::StrCat(association.previous_version()));
  }
  parts.Slot(kAssociationPropagationSlot, ToText(association.association_propagation()));
  parts.Slot(kOriginalStatusSlot, ToUrn(association.original_status()));
  parts.Slot(kNewStatusSlot, ToUrn(association.new_status()));
  parts.Slots(association.extra_slots());
  if (association.has_documentation()) {
    parts.Code(kAssociationDocumentationScheme, association.documentation());
  }
  writer.End();
}

}  // namespace docshare
