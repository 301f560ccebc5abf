#pragma once

#include "absl/strings/string_view.h"

// The names by which ebRIM 3.0 tells what an element or a value is.
//
// Source: ITI TF-3:4.2.3 and 4.2.5 (schemes and slots), ITI TF-2: Appendix V (namespaces), ebXML
// RegRep 3.0.
namespace docshare {

// Namespaces.
inline constexpr absl::string_view kRimNamespace = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0";
inline constexpr absl::string_view kRsNamespace = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0";
inline constexpr absl::string_view kLcmNamespace = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0";
inline constexpr absl::string_view kQueryNamespace =
    "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0";
inline constexpr absl::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";

// objectType of a DocumentEntry.
inline constexpr absl::string_view kStableObjectType =
    "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1";
inline constexpr absl::string_view kOnDemandObjectType =
    "urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248";

// objectType of everything else.
inline constexpr absl::string_view kClassificationObjectType =
    "urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:Classification";
inline constexpr absl::string_view kExternalIdentifierObjectType =
    "urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:ExternalIdentifier";
inline constexpr absl::string_view kAssociationObjectType =
    "urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:Association";
inline constexpr absl::string_view kRegistryPackageObjectType =
    "urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:RegistryPackage";

// Status of an object, availability of a document.
inline constexpr absl::string_view kApprovedStatus =
    "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved";
inline constexpr absl::string_view kDeprecatedStatus =
    "urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated";
inline constexpr absl::string_view kOnline = "urn:ihe:iti:2010:DocumentAvailability:Online";
inline constexpr absl::string_view kOffline = "urn:ihe:iti:2010:DocumentAvailability:Offline";

// Nodes that mark what a RegistryPackage is.
inline constexpr absl::string_view kSubmissionSetNode =
    "urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd";
inline constexpr absl::string_view kFolderNode = "urn:uuid:d9d542f3-6cc4-48b6-8870-ea235fbc94c2";

// Nodes that mark limited metadata.
inline constexpr absl::string_view kEntryLimitedMetadataNode =
    "urn:uuid:ab9b591b-83ab-4d03-8f5d-f93b1fb92e85";
inline constexpr absl::string_view kSubmissionSetLimitedMetadataNode =
    "urn:uuid:5003a9db-8d8d-49e6-bf0c-990e34ac7707";
inline constexpr absl::string_view kFolderLimitedMetadataNode =
    "urn:uuid:2c144a76-29a9-4b7c-af54-b25409fe7d03";

// Classification schemes of a DocumentEntry.
inline constexpr absl::string_view kEntryAuthorScheme =
    "urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d";
inline constexpr absl::string_view kClassCodeScheme =
    "urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a";
inline constexpr absl::string_view kTypeCodeScheme =
    "urn:uuid:f0306f51-975f-434e-a61c-c59651d33983";
inline constexpr absl::string_view kFormatCodeScheme =
    "urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d";
inline constexpr absl::string_view kConfidentialityCodeScheme =
    "urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f";
inline constexpr absl::string_view kEventCodeScheme =
    "urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4";
inline constexpr absl::string_view kHealthcareFacilityTypeCodeScheme =
    "urn:uuid:f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1";
inline constexpr absl::string_view kPracticeSettingCodeScheme =
    "urn:uuid:cccf5598-8b07-4b77-a05e-ae952c785ead";

// Classification schemes of the other objects.
inline constexpr absl::string_view kSubmissionSetAuthorScheme =
    "urn:uuid:a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d";
inline constexpr absl::string_view kContentTypeCodeScheme =
    "urn:uuid:aa543740-bdda-424e-8c96-df4873be8500";
inline constexpr absl::string_view kFolderCodeScheme =
    "urn:uuid:1ba97051-7806-41a8-a48b-8fce7af683c5";
inline constexpr absl::string_view kAssociationDocumentationScheme =
    "urn:uuid:abd807a3-4432-4053-87b4-fd82c643d1f3";

// An external identifier: its scheme, and the fixed name it is written with.
struct IdentifierScheme {
  absl::string_view scheme;
  absl::string_view name;
};
inline constexpr IdentifierScheme kEntryPatientId = {
    "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427", "XDSDocumentEntry.patientId"};
inline constexpr IdentifierScheme kEntryUniqueId = {"urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab",
                                                    "XDSDocumentEntry.uniqueId"};
inline constexpr IdentifierScheme kSubmissionSetPatientId = {
    "urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446", "XDSSubmissionSet.patientId"};
inline constexpr IdentifierScheme kSubmissionSetSourceId = {
    "urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832", "XDSSubmissionSet.sourceId"};
inline constexpr IdentifierScheme kSubmissionSetUniqueId = {
    "urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8", "XDSSubmissionSet.uniqueId"};
inline constexpr IdentifierScheme kFolderPatientId = {
    "urn:uuid:f64ffdf0-4b97-4e06-b79f-a52b38ec2f8a", "XDSFolder.patientId"};
inline constexpr IdentifierScheme kFolderUniqueId = {
    "urn:uuid:75df8f67-9973-4fbe-a900-df66cefecc5a", "XDSFolder.uniqueId"};

// Slots of a DocumentEntry.
inline constexpr absl::string_view kCreationTimeSlot = "creationTime";
inline constexpr absl::string_view kDocumentAvailabilitySlot = "documentAvailability";
inline constexpr absl::string_view kHashSlot = "hash";
inline constexpr absl::string_view kLanguageCodeSlot = "languageCode";
inline constexpr absl::string_view kLegalAuthenticatorSlot = "legalAuthenticator";
inline constexpr absl::string_view kReferenceIdListSlot = "urn:ihe:iti:xds:2013:referenceIdList";
inline constexpr absl::string_view kRepositoryUniqueIdSlot = "repositoryUniqueId";
inline constexpr absl::string_view kServiceStartTimeSlot = "serviceStartTime";
inline constexpr absl::string_view kServiceStopTimeSlot = "serviceStopTime";
inline constexpr absl::string_view kSizeSlot = "size";
inline constexpr absl::string_view kSourcePatientIdSlot = "sourcePatientId";
inline constexpr absl::string_view kSourcePatientInfoSlot = "sourcePatientInfo";
inline constexpr absl::string_view kUriSlot = "URI";

// Slots of the other objects.
inline constexpr absl::string_view kIntendedRecipientSlot = "intendedRecipient";
inline constexpr absl::string_view kSubmissionTimeSlot = "submissionTime";
inline constexpr absl::string_view kLastUpdateTimeSlot = "lastUpdateTime";
inline constexpr absl::string_view kSubmissionSetStatusSlot = "SubmissionSetStatus";
inline constexpr absl::string_view kPreviousVersionSlot = "PreviousVersion";
inline constexpr absl::string_view kAssociationPropagationSlot = "AssociationPropagation";
inline constexpr absl::string_view kOriginalStatusSlot = "OriginalStatus";
inline constexpr absl::string_view kNewStatusSlot = "NewStatus";

// Slots of classifications.
inline constexpr absl::string_view kCodingSchemeSlot = "codingScheme";
inline constexpr absl::string_view kAuthorPersonSlot = "authorPerson";
inline constexpr absl::string_view kAuthorInstitutionSlot = "authorInstitution";
inline constexpr absl::string_view kAuthorRoleSlot = "authorRole";
inline constexpr absl::string_view kAuthorSpecialtySlot = "authorSpecialty";
inline constexpr absl::string_view kAuthorTelecommunicationSlot = "authorTelecommunication";

}  // namespace docshare
