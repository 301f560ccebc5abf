#include "domain/ebrim/ebrim_names.h"

#include <gtest/gtest.h>

#include "domain/metadata/ihe_names.h"

namespace docshare {
namespace {

// The rules refuse these as extra metadata: a name the reader knows and they do not would be lost.
TEST(EbrimNamesTest, TheRulesKnowEveryName) {
  for (const absl::string_view uuid :
       {kSubmissionSetNode, kFolderNode, kEntryLimitedMetadataNode,
        kSubmissionSetLimitedMetadataNode, kFolderLimitedMetadataNode, kEntryAuthorScheme,
        kClassCodeScheme, kTypeCodeScheme, kFormatCodeScheme, kConfidentialityCodeScheme,
        kEventCodeScheme, kHealthcareFacilityTypeCodeScheme, kPracticeSettingCodeScheme,
        kSubmissionSetAuthorScheme, kContentTypeCodeScheme, kFolderCodeScheme,
        kAssociationDocumentationScheme}) {
    EXPECT_TRUE(IsIheClassification(uuid)) << uuid;
  }
  for (const IdentifierScheme& identifier :
       {kEntryPatientId, kEntryUniqueId, kSubmissionSetPatientId, kSubmissionSetSourceId,
        kSubmissionSetUniqueId, kFolderPatientId, kFolderUniqueId}) {
    EXPECT_TRUE(IsIheExternalIdentifier(identifier.scheme)) << identifier.name;
  }
  for (const absl::string_view slot : {kCreationTimeSlot,
                                       kDocumentAvailabilitySlot,
                                       kHashSlot,
                                       kLanguageCodeSlot,
                                       kLegalAuthenticatorSlot,
                                       kReferenceIdListSlot,
                                       kRepositoryUniqueIdSlot,
                                       kServiceStartTimeSlot,
                                       kServiceStopTimeSlot,
                                       kSizeSlot,
                                       kSourcePatientIdSlot,
                                       kSourcePatientInfoSlot,
                                       kUriSlot,
                                       kIntendedRecipientSlot,
                                       kSubmissionTimeSlot,
                                       kLastUpdateTimeSlot,
                                       kSubmissionSetStatusSlot,
                                       kPreviousVersionSlot,
                                       kAssociationPropagationSlot,
                                       kOriginalStatusSlot,
                                       kNewStatusSlot,
                                       kCodingSchemeSlot,
                                       kAuthorPersonSlot,
                                       kAuthorInstitutionSlot,
                                       kAuthorRoleSlot,
                                       kAuthorSpecialtySlot,
                                       kAuthorTelecommunicationSlot}) {
    EXPECT_TRUE(IsIheSlotName(slot)) << slot;
  }
}

}  // namespace
}  // namespace docshare
