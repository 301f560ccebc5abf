#include "domain/query/stored_query_catalogue.h"

#include <array>
#include <cstddef>

namespace docshare {
namespace {

using Form = ParameterForm;
using Parameter = StoredQueryParameter;

constexpr bool kMany = true;
constexpr bool kRequired = true;

template <size_t kFirst, size_t kSecond>
constexpr std::array<Parameter, kFirst + kSecond> Join(const Parameter (&first)[kFirst],
                                                       const Parameter (&second)[kSecond]) {
  std::array<Parameter, kFirst + kSecond> joined{};
  for (size_t i = 0; i < kFirst; ++i) joined[i] = first[i];
  for (size_t i = 0; i < kSecond; ++i) joined[kFirst + i] = second[i];
  return joined;
}

// Parameters of several queries.
constexpr Parameter kMetadataLevel = {"$MetadataLevel", Form::kNumber, "metadata_level"};
constexpr Parameter kAssociationStatus = {"$XDSAssociationStatus", Form::kStatus,
                                          "association_statuses", kMany};
constexpr Parameter kFormatCode = {"$XDSDocumentEntryFormatCode", Form::kCode, "format_codes",
                                   kMany};
constexpr Parameter kConfidentialityCode = {"$XDSDocumentEntryConfidentialityCode",
                                            Form::kCodeGroup, "confidentiality_codes", kMany};
constexpr Parameter kObjectType = {"$XDSDocumentEntryType", Form::kObjectType, "object_types",
                                   kMany};
constexpr Parameter kDocumentPatient = {"$XDSDocumentEntryPatientId", Form::kPatient, "patient_id",
                                        false, kRequired};
constexpr Parameter kEntryUuid = {"$XDSDocumentEntryEntryUUID", Form::kText, "entry_uuid"};
constexpr Parameter kEntryUniqueId = {"$XDSDocumentEntryUniqueId", Form::kText, "unique_id"};
constexpr Parameter kEntryUuids = {"$XDSDocumentEntryEntryUUID", Form::kText, "entry_uuids", kMany};
constexpr Parameter kEntryUniqueIds = {"$XDSDocumentEntryUniqueId", Form::kText, "unique_ids",
                                       kMany};
constexpr Parameter kUuids = {"$uuid", Form::kText, "uuids", kMany, kRequired};
constexpr Parameter kReferenceIds = {"$XDSDocumentEntryReferenceIdList", Form::kReferenceIdGroup,
                                     "reference_ids", kMany};

// What every query for documents has.
constexpr Parameter kOfDocuments[] = {
    {"$XDSDocumentEntryStatus", Form::kStatus, "statuses", kMany, kRequired},
    {"$XDSDocumentEntryClassCode", Form::kCode, "class_codes", kMany},
    {"$XDSDocumentEntryTypeCode", Form::kCode, "type_codes", kMany},
    {"$XDSDocumentEntryPracticeSettingCode", Form::kCode, "practice_setting_codes", kMany},
    {"$XDSDocumentEntryHealthcareFacilityTypeCode", Form::kCode, "healthcare_facility_type_codes",
     kMany},
    {"$XDSDocumentEntryEventCodeList", Form::kCodeGroup, "event_codes", kMany},
    kConfidentialityCode,
    kFormatCode,
    kObjectType,
    {"$XDSDocumentEntryAuthorPerson", Form::kText, "author_person_patterns", kMany},
    {"$XDSDocumentEntryDocumentAvailability", Form::kAvailability, "document_availabilities",
     kMany},
    {"$XDSDocumentEntryCreationTimeFrom", Form::kTime, "creation_time.from"},
    {"$XDSDocumentEntryCreationTimeTo", Form::kTime, "creation_time.to"},
    {"$XDSDocumentEntryServiceStartTimeFrom", Form::kTime, "service_start_time.from"},
    {"$XDSDocumentEntryServiceStartTimeTo", Form::kTime, "service_start_time.to"},
    {"$XDSDocumentEntryServiceStopTimeFrom", Form::kTime, "service_stop_time.from"},
    {"$XDSDocumentEntryServiceStopTimeTo", Form::kTime, "service_stop_time.to"},
};

// What every query for folders has.
constexpr Parameter kOfFolders[] = {
    {"$XDSFolderStatus", Form::kStatus, "statuses", kMany, kRequired},
    {"$XDSFolderLastUpdateTimeFrom", Form::kTime, "last_update_time.from"},
    {"$XDSFolderLastUpdateTimeTo", Form::kTime, "last_update_time.to"},
    {"$XDSFolderCodeList", Form::kCodeGroup, "codes", kMany},
};

constexpr auto kFindDocuments = Join({kDocumentPatient, kMetadataLevel}, kOfDocuments);
constexpr Parameter kFindSubmissionSets[] = {
    {"$XDSSubmissionSetPatientId", Form::kPatient, "patient_id", false, kRequired},
    {"$XDSSubmissionSetStatus", Form::kStatus, "statuses", kMany, kRequired},
    {"$XDSSubmissionSetSourceId", Form::kText, "source_ids", kMany},
    {"$XDSSubmissionSetSubmissionTimeFrom", Form::kTime, "submission_time.from"},
    {"$XDSSubmissionSetSubmissionTimeTo", Form::kTime, "submission_time.to"},
    {"$XDSSubmissionSetAuthorPerson", Form::kText, "author_person_pattern"},
    {"$XDSSubmissionSetContentType", Form::kCode, "content_type_codes", kMany},
};
constexpr auto kFindFolders =
    Join({{"$XDSFolderPatientId", Form::kPatient, "patient_id", false, kRequired}, kMetadataLevel},
         kOfFolders);
constexpr Parameter kGetAll[] = {
    {"$patientId", Form::kPatient, "patient_id", false, kRequired},
    {"$XDSDocumentEntryStatus", Form::kStatus, "document_statuses", kMany, kRequired},
    {"$XDSSubmissionSetStatus", Form::kStatus, "submission_set_statuses", kMany, kRequired},
    {"$XDSFolderStatus", Form::kStatus, "folder_statuses", kMany, kRequired},
    kFormatCode,
    kConfidentialityCode,
    kObjectType,
    kAssociationStatus,
    kMetadataLevel,
};
constexpr Parameter kGetDocuments[] = {
    kEntryUuids,
    kEntryUniqueIds,
    {"$XDSDocumentEntryLogicalID", Form::kText, "logical_ids", kMany},
    kMetadataLevel,
};
constexpr Parameter kGetFolders[] = {
    {"$XDSFolderEntryUUID", Form::kText, "entry_uuids", kMany},
    {"$XDSFolderUniqueId", Form::kText, "unique_ids", kMany},
    {"$XDSFolderLogicalID", Form::kText, "logical_ids", kMany},
    kMetadataLevel,
};
constexpr Parameter kGetAssociations[] = {kUuids, kAssociationStatus, kMetadataLevel};
constexpr Parameter kGetDocumentsAndAssociations[] = {kEntryUuids, kEntryUniqueIds,
                                                      kAssociationStatus, kMetadataLevel};
constexpr Parameter kGetSubmissionSets[] = {kUuids, kMetadataLevel};
constexpr Parameter kGetSubmissionSetAndContents[] = {
    {"$XDSSubmissionSetEntryUUID", Form::kText, "entry_uuid"},
    {"$XDSSubmissionSetUniqueId", Form::kText, "unique_id"},
    kFormatCode,
    kConfidentialityCode,
    kObjectType,
    kMetadataLevel,
};
constexpr Parameter kGetFolderAndContents[] = {
    {"$XDSFolderEntryUUID", Form::kText, "entry_uuid"},
    {"$XDSFolderUniqueId", Form::kText, "unique_id"},
    kFormatCode,
    kConfidentialityCode,
    kObjectType,
    kAssociationStatus,
    kMetadataLevel,
};
constexpr Parameter kGetFoldersForDocument[] = {kEntryUuid, kEntryUniqueId, kAssociationStatus,
                                                kMetadataLevel};
constexpr Parameter kGetRelatedDocuments[] = {
    kEntryUuid,
    kEntryUniqueId,
    {"$AssociationTypes", Form::kText, "association_types", kMany, kRequired},
    kObjectType,
    kAssociationStatus,
    kMetadataLevel,
};
constexpr auto kFindDocumentsByReferenceId =
    Join({kDocumentPatient,
          kMetadataLevel,
          {kReferenceIds.name, kReferenceIds.form, kReferenceIds.field, kMany, kRequired}},
         kOfDocuments);
constexpr auto kFindDocumentsExclude = Join(
    {kDocumentPatient,
     kMetadataLevel,
     kReferenceIds,
     {"$XDSDocumentEntryClassCodeExclude", Form::kCode, "excluded_class_codes", kMany},
     {"$XDSDocumentEntryTypeCodeExclude", Form::kCode, "excluded_type_codes", kMany},
     {"$XDSDocumentEntryPracticeSettingCodeExclude", Form::kCode, "excluded_practice_setting_codes",
      kMany},
     {"$XDSDocumentEntryHealthcareFacilityTypeCodeExclude", Form::kCode,
      "excluded_healthcare_facility_type_codes", kMany},
     {"$XDSDocumentEntryFormatCodeExclude", Form::kCode, "excluded_format_codes", kMany},
     {"$XDSDocumentEntryEventCodeListExclude", Form::kCodeGroup, "excluded_event_codes", kMany},
     {"$XDSDocumentEntryConfidentialityCodeExclude", Form::kCodeGroup,
      "excluded_confidentiality_codes", kMany},
     {"$XDSDocumentEntryAuthorPersonExclude", Form::kText, "excluded_author_person_patterns",
      kMany},
     {"$XDSDocumentEntryTypeExclude", Form::kObjectType, "excluded_object_types", kMany},
     {"$XDSDocumentEntryReferenceIdListExclude", Form::kReferenceIdGroup, "excluded_reference_ids",
      kMany}},
    kOfDocuments);
constexpr auto kFindDocumentsForMultiplePatients =
    Join({{"$XDSDocumentEntryPatientId", Form::kPatient, "patient_ids", kMany}}, kOfDocuments);
constexpr auto kFindFoldersForMultiplePatients =
    Join({{"$XDSFolderPatientId", Form::kPatient, "patient_ids", kMany}}, kOfFolders);

// Of these, as many as the group rule says.
constexpr absl::string_view kEntryIds[] = {"$XDSDocumentEntryEntryUUID",
                                           "$XDSDocumentEntryUniqueId"};
constexpr absl::string_view kVersionedEntryIds[] = {
    "$XDSDocumentEntryEntryUUID", "$XDSDocumentEntryUniqueId", "$XDSDocumentEntryLogicalID"};
constexpr absl::string_view kFolderIds[] = {"$XDSFolderEntryUUID", "$XDSFolderUniqueId"};
constexpr absl::string_view kVersionedFolderIds[] = {"$XDSFolderEntryUUID", "$XDSFolderUniqueId",
                                                     "$XDSFolderLogicalID"};
constexpr absl::string_view kSubmissionSetIds[] = {"$XDSSubmissionSetEntryUUID",
                                                   "$XDSSubmissionSetUniqueId"};
constexpr absl::string_view kAnyDocumentFilter[] = {
    "$XDSDocumentEntryPatientId", "$XDSDocumentEntryClassCode", "$XDSDocumentEntryEventCodeList",
    "$XDSDocumentEntryHealthcareFacilityTypeCode"};
constexpr absl::string_view kAnyFolderFilter[] = {"$XDSFolderPatientId", "$XDSFolderCodeList"};

constexpr auto kSingle = QueryTransaction::kRegistryStoredQuery;
constexpr auto kMulti = QueryTransaction::kMultiPatientStoredQuery;
constexpr auto kOne = GroupRule::kExactlyOne;
constexpr auto kAny = GroupRule::kAtLeastOne;

constexpr StoredQueryDefinition kQueries[] = {
    {StoredQuery::kFindDocuments, "FindDocuments", "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d",
     kSingle, kFindDocuments},
    {StoredQuery::kFindSubmissionSets, "FindSubmissionSets",
     "urn:uuid:f26abbcb-ac74-4422-8a30-edb644bbc1a9", kSingle, kFindSubmissionSets},
    {StoredQuery::kFindFolders, "FindFolders", "urn:uuid:958f3006-baad-4929-a4de-ff1114824431",
     kSingle, kFindFolders},
    {StoredQuery::kGetAll, "GetAll", "urn:uuid:10b545ea-725c-446d-9b95-8aeb444eddf3", kSingle,
     kGetAll},
    {StoredQuery::kGetDocuments, "GetDocuments", "urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4",
     kSingle, kGetDocuments, kOne, kVersionedEntryIds},
    {StoredQuery::kGetFolders, "GetFolders", "urn:uuid:5737b14c-8a1a-4539-b659-e03a34a5e1e4",
     kSingle, kGetFolders, kOne, kVersionedFolderIds},
    {StoredQuery::kGetAssociations, "GetAssociations",
     "urn:uuid:a7ae438b-4bc2-4642-93e9-be891f7bb155", kSingle, kGetAssociations},
    {StoredQuery::kGetDocumentsAndAssociations, "GetDocumentsAndAssociations",
     "urn:uuid:bab9529a-4a10-40b3-a01f-f68a615d247a", kSingle, kGetDocumentsAndAssociations, kOne,
     kEntryIds},
    {StoredQuery::kGetSubmissionSets, "GetSubmissionSets",
     "urn:uuid:51224314-5390-4169-9b91-b1980040715a", kSingle, kGetSubmissionSets},
    {StoredQuery::kGetSubmissionSetAndContents, "GetSubmissionSetAndContents",
     "urn:uuid:e8e3cb2c-e39c-46b9-99e4-c12f57260b83", kSingle, kGetSubmissionSetAndContents, kOne,
     kSubmissionSetIds},
    {StoredQuery::kGetFolderAndContents, "GetFolderAndContents",
     "urn:uuid:b909a503-523d-4517-8acf-8e5834dfc4c7", kSingle, kGetFolderAndContents, kOne,
     kFolderIds},
    {StoredQuery::kGetFoldersForDocument, "GetFoldersForDocument",
     "urn:uuid:10cae35a-c7f9-4cf5-b61e-fc3278ffb578", kSingle, kGetFoldersForDocument, kOne,
     kEntryIds},
    {StoredQuery::kGetRelatedDocuments, "GetRelatedDocuments",
     "urn:uuid:d90e5407-b356-4d91-a89f-873917b4b0e6", kSingle, kGetRelatedDocuments, kOne,
     kEntryIds},
    {StoredQuery::kFindDocumentsByReferenceId, "FindDocumentsByReferenceId",
     "urn:uuid:12941a89-e02e-4be5-967c-ce4bfc8fe492", kSingle, kFindDocumentsByReferenceId},
    {StoredQuery::kFindDocumentsExclude, "FindDocumentsExclude",
     "urn:uuid:4308b1df-36de-4bef-8e2e-ba91f593c435", kSingle, kFindDocumentsExclude},
    {StoredQuery::kFindDocumentsForMultiplePatients, "FindDocumentsForMultiplePatients",
     "urn:uuid:3d1bdb10-39a2-11de-89c2-2f44d94eaa9f", kMulti, kFindDocumentsForMultiplePatients,
     kAny, kAnyDocumentFilter},
    {StoredQuery::kFindFoldersForMultiplePatients, "FindFoldersForMultiplePatients",
     "urn:uuid:50d3f5ac-39a2-11de-a1ca-b366239e58df", kMulti, kFindFoldersForMultiplePatients, kAny,
     kAnyFolderFilter},
};

}  // namespace

const StoredQueryParameter* StoredQueryDefinition::Find(absl::string_view parameter) const {
  for (const StoredQueryParameter& known : parameters) {
    if (known.name == parameter) return &known;
  }
  return nullptr;
}

absl::Span<const StoredQueryDefinition> AllStoredQueries() { return kQueries; }

const StoredQueryDefinition* FindStoredQuery(absl::string_view id) {
  for (const StoredQueryDefinition& query : kQueries) {
    if (query.id == id) return &query;
  }
  return nullptr;
}

}  // namespace docshare
