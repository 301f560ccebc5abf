#include "domain/metadata/ihe_names.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace docshare {
namespace {

constexpr absl::string_view kSlots[] = {
    // DocumentEntry.
    "creationTime", "documentAvailability", "hash", "languageCode", "legalAuthenticator",
    "repositoryUniqueId", "serviceStartTime", "serviceStopTime", "size", "sourcePatientId",
    "sourcePatientInfo", "URI",
    // SubmissionSet and Folder.
    "intendedRecipient", "lastUpdateTime", "submissionTime",
    // Association, beside those of an update.
    "SubmissionSetStatus",
    // Classification and author.
    "authorInstitution", "authorPerson", "authorRole", "authorSpecialty", "authorTelecommunication",
    "codingScheme"};

constexpr absl::string_view kUpdateSlots[] = {"AssociationPropagation", "NewStatus",
                                              "OriginalStatus", "PreviousVersion"};

constexpr absl::string_view kClassifications[] = {
    // DocumentEntry: author, class, confidentiality, event, format, facility, practice, type codes.
    "93606bcf-9494-43ec-9b4e-a7748d1a838d", "41a5887f-8865-4c09-adf7-e362475b143a",
    "f4f85eac-e6cb-4883-b524-f2705394840f", "2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4",
    "a09d5840-386c-46f2-b5ad-9c3699a4309d", "f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1",
    "cccf5598-8b07-4b77-a05e-ae952c785ead", "f0306f51-975f-434e-a61c-c59651d33983",
    // SubmissionSet: author, content type code. Folder: code list.
    "a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d", "aa543740-bdda-424e-8c96-df4873be8500",
    "1ba97051-7806-41a8-a48b-8fce7af683c5",
    // Association documentation.
    "abd807a3-4432-4053-87b4-fd82c643d1f3",
    // Nodes: SubmissionSet, Folder, and the limitedMetadata marks.
    "a54d6aa5-d40d-43f9-88c5-b4633d873bdd", "d9d542f3-6cc4-48b6-8870-ea235fbc94c2",
    "ab9b591b-83ab-4d03-8f5d-f93b1fb92e85", "5003a9db-8d8d-49e6-bf0c-990e34ac7707",
    "2c144a76-29a9-4b7c-af54-b25409fe7d03"};

constexpr absl::string_view kExternalIdentifiers[] = {
    // DocumentEntry: patientId, uniqueId.
    "58a6f841-87b3-4a3e-92fd-a8ffeff98427", "2e82c1f6-a085-4c72-9da3-8640a32e42ab",
    // SubmissionSet: patientId, sourceId, uniqueId.
    "6b5aea1a-874d-4603-a4bc-96a0a7b38446", "554ac39e-e3fe-47fe-b233-965d2a147832",
    "96fdda7c-d067-4183-912e-bf5ee74998a8",
    // Folder: patientId, uniqueId.
    "f64ffdf0-4b97-4e06-b79f-a52b38ec2f8a", "75df8f67-9973-4fbe-a900-df66cefecc5a"};

template <size_t kCount>
bool IsAmong(const absl::string_view (&names)[kCount], absl::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

bool IsIheSlotName(absl::string_view name) {
  return absl::StartsWithIgnoreCase(name, "urn:ihe:") || IsAmong(kSlots, name) ||
         IsUpdateSlotName(name);
}

bool IsUpdateSlotName(absl::string_view name) { return IsAmong(kUpdateSlots, name); }

bool IsIheClassification(absl::string_view uuid_urn) {
  return absl::ConsumePrefix(&uuid_urn, "urn:uuid:") && IsAmong(kClassifications, uuid_urn);
}

bool IsIheExternalIdentifier(absl::string_view uuid_urn) {
  return absl::ConsumePrefix(&uuid_urn, "urn:uuid:") && IsAmong(kExternalIdentifiers, uuid_urn);
}

}  // namespace docshare
