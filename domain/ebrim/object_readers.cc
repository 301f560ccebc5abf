#include "domain/ebrim/object_readers.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/ebrim/ebrim_names.h"
#include "domain/ebrim/enum_urns.h"
#include "domain/ebrim/kept_values.h"
#include "domain/ebrim/object_reader.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::Association;
using metadata::v1::AvailabilityStatus;
using metadata::v1::CodedValue;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using metadata::v1::PatientIdentifier;
using metadata::v1::SubmissionSet;

// What entries, submission sets and folders have in common; last, so that extras are what is left.
template <typename Object>
void ReadShared(ObjectReader& reader, Object& object) {
  object.set_entry_uuid(reader.Attribute("id"));
  object.set_home_community_id(reader.Attribute("home"));
  object.set_availability_status(reader.Status());
  auto title = reader.Text("Name");
  if (title.localized_size() > 0) *object.mutable_title() = std::move(title);
  auto comments = reader.Text("Description");
  if (comments.localized_size() > 0) *object.mutable_comments() = std::move(comments);
  *object.mutable_extra_slots() = reader.slots().TakeRest();
  *object.mutable_extra_classifications() = reader.TakeRestOfClassifications();
  *object.mutable_extra_external_identifiers() = reader.TakeRestOfIdentifiers();
}

template <typename Object>
void ReadVersion(ObjectReader& reader, Object& object) {
  object.set_logical_id(reader.Attribute("lid"));
  object.set_version(reader.Version());
}

template <typename Object>
void ReadPatient(ObjectReader& reader, const IdentifierScheme& scheme, Object& object) {
  PatientIdentifier patient;
  if (reader.TakePatientIdentifier(scheme, "patient_id", &patient)) {
    *object.mutable_patient_id() = std::move(patient);
  }
}

// Digits only, as the standard has it; leading zeros are let through.
bool ParseSize(absl::string_view text, uint64_t* size) {
  return std::all_of(text.begin(), text.end(), absl::ascii_isdigit) && absl::SimpleAtoi(text, size);
}

void ReadSlots(ObjectReader& reader, DocumentEntry& entry) {
  SlotList& slots = reader.slots();
  const auto refuse = [&](absl::string_view field, absl::string_view context) {
    reader.faults().Add(reader.location().Field(field), reader.element(), context);
  };
  slots.TakeText(kCreationTimeSlot, "creation_time", entry.mutable_creation_time());
  slots.TakeText(kServiceStartTimeSlot, "service_start_time", entry.mutable_service_start_time());
  slots.TakeText(kServiceStopTimeSlot, "service_stop_time", entry.mutable_service_stop_time());
  slots.TakeText(kLanguageCodeSlot, "language_code", entry.mutable_language_code());
  slots.TakeText(kHashSlot, "hash", entry.mutable_hash());
  slots.TakeText(kRepositoryUniqueIdSlot, "repository_unique_id",
                 entry.mutable_repository_unique_id());
  slots.TakeText(kUriSlot, "uri", entry.mutable_uri());
  if (const auto text = slots.TakeOne(kSizeSlot, "size")) {
    uint64_t size = 0;
    if (ParseSize(*text, &size)) {
      entry.set_size(size);
    } else {
      refuse("size", absl::StrCat("size is a number of bytes; it is ", Quote(*text)));
    }
  }
  PatientIdentifier source_patient;
  if (reader.TakePatient(kSourcePatientIdSlot, "source_patient_id", &source_patient)) {
    *entry.mutable_source_patient_id() = std::move(source_patient);
  }
  for (const absl::string_view text :
       slots.TakeAll(kSourcePatientInfoSlot, "source_patient_info")) {
    if (auto field = KeepPidField(text)) {
      *entry.add_source_patient_info() = *std::move(field);
    } else {
      refuse("source_patient_info", absl::StrCat(Quote(text), " is not of the form PID-n|value"));
    }
  }
  if (const auto text = slots.TakeOne(kLegalAuthenticatorSlot, "legal_authenticator")) {
    *entry.mutable_legal_authenticator() = KeepPerson(*text);
  }
  for (const absl::string_view text : slots.TakeAll(kReferenceIdListSlot, "reference_ids")) {
    *entry.add_reference_ids() = KeepReferenceId(text);
  }
  if (const auto text = slots.TakeOne(kDocumentAvailabilitySlot, "document_availability")) {
    entry.set_document_availability(ParseDocumentAvailability(*text));
    if (entry.document_availability() == metadata::v1::DOCUMENT_AVAILABILITY_UNSPECIFIED) {
      refuse("document_availability", absl::StrCat("document availability is ", kOnline, " or ",
                                                   kOffline, "; it is ", Quote(*text)));
    }
  }
}

void ReadCodes(ObjectReader& reader, DocumentEntry& entry) {
  CodedValue code;
  if (reader.TakeCode(kClassCodeScheme, "class_code", &code)) *entry.mutable_class_code() = code;
  if (reader.TakeCode(kTypeCodeScheme, "type_code", &code)) *entry.mutable_type_code() = code;
  if (reader.TakeCode(kFormatCodeScheme, "format_code", &code)) *entry.mutable_format_code() = code;
  if (reader.TakeCode(kHealthcareFacilityTypeCodeScheme, "healthcare_facility_type_code", &code)) {
    *entry.mutable_healthcare_facility_type_code() = code;
  }
  if (reader.TakeCode(kPracticeSettingCodeScheme, "practice_setting_code", &code)) {
    *entry.mutable_practice_setting_code() = code;
  }
  reader.TakeCodes(kConfidentialityCodeScheme, "confidentiality_codes",
                   entry.mutable_confidentiality_codes());
  reader.TakeCodes(kEventCodeScheme, "event_codes", entry.mutable_event_codes());
}

// Takes a slot of ITI-57 with a status in it.
AvailabilityStatus TakeStatus(SlotList& slots, absl::string_view slot) {
  AvailabilityStatus status = metadata::v1::AVAILABILITY_STATUS_UNSPECIFIED;
  slots.TakeIf(slot, [&](absl::string_view value) {
    status = ParseAvailabilityStatus(value);
    return status != metadata::v1::AVAILABILITY_STATUS_UNSPECIFIED;
  });
  return status;
}

void ReadUpdateSlots(SlotList& slots, Association& association) {
  slots.TakeIf(kPreviousVersionSlot, [&](absl::string_view value) {
    uint32_t version = 0;
    // Written back, it must be the same text.
    if (!absl::SimpleAtoi(value, &version) || absl::StrCat(version) != value) return false;
    association.set_previous_version(version);
    return true;
  });
  slots.TakeIf(kAssociationPropagationSlot, [&](absl::string_view value) {
    association.set_association_propagation(ParseAssociationPropagation(value));
    return association.association_propagation() !=
           metadata::v1::ASSOCIATION_PROPAGATION_UNSPECIFIED;
  });
  association.set_original_status(TakeStatus(slots, kOriginalStatusSlot));
  association.set_new_status(TakeStatus(slots, kNewStatusSlot));
}

}  // namespace

DocumentEntry ReadDocumentEntry(const XmlNode& element, const std::vector<XmlNode>& beside,
                                const Location& location, EbrimFaults& faults) {
  DocumentEntry entry;
  ObjectReader reader(element, beside, location, faults);
  entry.set_mime_type(reader.Attribute("mimeType"));
  const absl::string_view type = element.Attribute("objectType");
  entry.set_object_type(ParseDocumentEntryType(type));
  if (!type.empty() && entry.object_type() == metadata::v1::DOCUMENT_ENTRY_TYPE_UNSPECIFIED) {
    faults.Add(location.Field("object_type"), element,
               absl::StrCat("objectType is ", kStableObjectType, " or ", kOnDemandObjectType,
                            "; it is ", Quote(type)));
  }
  ReadSlots(reader, entry);
  ReadCodes(reader, entry);
  reader.TakeAuthors(kEntryAuthorScheme, entry.mutable_authors());
  entry.set_limited_metadata(reader.TakeNode(kEntryLimitedMetadataNode) > 0);
  ReadPatient(reader, kEntryPatientId, entry);
  reader.TakeIdentifier(kEntryUniqueId, "unique_id", entry.mutable_unique_id());
  ReadVersion(reader, entry);
  ReadShared(reader, entry);
  return entry;
}

SubmissionSet ReadSubmissionSet(const XmlNode& element, const std::vector<XmlNode>& beside,
                                const Location& location, EbrimFaults& faults) {
  SubmissionSet set;
  ObjectReader reader(element, beside, location, faults);
  reader.TakeNode(kSubmissionSetNode);
  SlotList& slots = reader.slots();
  slots.TakeText(kSubmissionTimeSlot, "submission_time", set.mutable_submission_time());
  for (const absl::string_view text :
       slots.TakeAll(kIntendedRecipientSlot, "intended_recipients")) {
    if (auto recipient = KeepIntendedRecipient(text)) {
      *set.add_intended_recipients() = *std::move(recipient);
    } else {
      faults.Add(location.Field("intended_recipients"), element,
                 absl::StrCat(Quote(text), " is not of the form organisation|person|telecom"));
    }
  }
  CodedValue code;
  if (reader.TakeCode(kContentTypeCodeScheme, "content_type_code", &code)) {
    *set.mutable_content_type_code() = std::move(code);
  }
  reader.TakeAuthors(kSubmissionSetAuthorScheme, set.mutable_authors());
  set.set_limited_metadata(reader.TakeNode(kSubmissionSetLimitedMetadataNode) > 0);
  ReadPatient(reader, kSubmissionSetPatientId, set);
  reader.TakeIdentifier(kSubmissionSetSourceId, "source_id", set.mutable_source_id());
  reader.TakeIdentifier(kSubmissionSetUniqueId, "unique_id", set.mutable_unique_id());
  reader.WarnOfLogicalId();
  ReadShared(reader, set);
  return set;
}

Folder ReadFolder(const XmlNode& element, const std::vector<XmlNode>& beside,
                  const Location& location, EbrimFaults& faults) {
  Folder folder;
  ObjectReader reader(element, beside, location, faults);
  reader.TakeNode(kFolderNode);
  reader.slots().TakeText(kLastUpdateTimeSlot, "last_update_time",
                          folder.mutable_last_update_time());
  reader.TakeCodes(kFolderCodeScheme, "codes", folder.mutable_codes());
  folder.set_limited_metadata(reader.TakeNode(kFolderLimitedMetadataNode) > 0);
  ReadPatient(reader, kFolderPatientId, folder);
  reader.TakeIdentifier(kFolderUniqueId, "unique_id", folder.mutable_unique_id());
  ReadVersion(reader, folder);
  ReadShared(reader, folder);
  return folder;
}

Association ReadAssociation(const XmlNode& element, const std::vector<XmlNode>& beside,
                            const Location& location, EbrimFaults& faults) {
  Association association;
  ObjectReader reader(element, beside, location, faults);
  association.set_entry_uuid(reader.Attribute("id"));
  association.set_association_type(reader.Attribute("associationType"));
  association.set_source_object(reader.Attribute("sourceObject"));
  association.set_target_object(reader.Attribute("targetObject"));
  association.set_availability_status(reader.Status());
  SlotList& slots = reader.slots();
  if (const auto text = slots.TakeOne(kSubmissionSetStatusSlot, "submission_set_status")) {
    association.set_submission_set_status(ParseSubmissionSetStatus(*text));
    if (association.submission_set_status() == metadata::v1::SUBMISSION_SET_STATUS_UNSPECIFIED) {
      faults.Add(
          location.Field("submission_set_status"), element,
          absl::StrCat("SubmissionSetStatus is Original or Reference; it is ", Quote(*text)));
    }
  }
  ReadUpdateSlots(slots, association);
  CodedValue documentation;
  if (reader.TakeCode(kAssociationDocumentationScheme, "documentation", &documentation)) {
    *association.mutable_documentation() = std::move(documentation);
  }
  *association.mutable_extra_slots() = slots.TakeRest();
  reader.WarnOfLogicalId();
  reader.WarnOfRest();
  return association;
}

}  // namespace docshare
