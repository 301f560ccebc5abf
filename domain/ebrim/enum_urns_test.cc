#include "domain/ebrim/enum_urns.h"

#include <gtest/gtest.h>

namespace docshare {
namespace {

TEST(EnumUrnsTest, EveryValueComesBack) {
  for (int i = 0; i < metadata::v1::AvailabilityStatus_ARRAYSIZE; ++i) {
    const auto value = static_cast<metadata::v1::AvailabilityStatus>(i);
    EXPECT_EQ(ParseAvailabilityStatus(ToUrn(value)), value);
    EXPECT_EQ(ToUrn(value).empty(), i == 0);
  }
  for (int i = 0; i < metadata::v1::DocumentAvailability_ARRAYSIZE; ++i) {
    const auto value = static_cast<metadata::v1::DocumentAvailability>(i);
    EXPECT_EQ(ParseDocumentAvailability(ToUrn(value)), value);
    EXPECT_EQ(ToUrn(value).empty(), i == 0);
  }
  for (int i = 0; i < metadata::v1::DocumentEntryType_ARRAYSIZE; ++i) {
    const auto value = static_cast<metadata::v1::DocumentEntryType>(i);
    EXPECT_EQ(ParseDocumentEntryType(ToUrn(value)), value);
    EXPECT_EQ(ToUrn(value).empty(), i == 0);
  }
  for (int i = 0; i < metadata::v1::SubmissionSetStatus_ARRAYSIZE; ++i) {
    const auto value = static_cast<metadata::v1::SubmissionSetStatus>(i);
    EXPECT_EQ(ParseSubmissionSetStatus(ToText(value)), value);
    EXPECT_EQ(ToText(value).empty(), i == 0);
  }
  for (int i = 0; i < metadata::v1::AssociationPropagation_ARRAYSIZE; ++i) {
    const auto value = static_cast<metadata::v1::AssociationPropagation>(i);
    EXPECT_EQ(ParseAssociationPropagation(ToText(value)), value);
    EXPECT_EQ(ToText(value).empty(), i == 0);
  }
}

TEST(EnumUrnsTest, AnythingElseIsUnspecified) {
  for (const char* text : {"", "Approved", "original", "YES", "urn:uuid:x",
                           "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Approved",
                           "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved "}) {
    EXPECT_EQ(ParseAvailabilityStatus(text), metadata::v1::AVAILABILITY_STATUS_UNSPECIFIED);
    EXPECT_EQ(ParseDocumentAvailability(text), metadata::v1::DOCUMENT_AVAILABILITY_UNSPECIFIED);
    EXPECT_EQ(ParseDocumentEntryType(text), metadata::v1::DOCUMENT_ENTRY_TYPE_UNSPECIFIED);
    EXPECT_EQ(ParseSubmissionSetStatus(text), metadata::v1::SUBMISSION_SET_STATUS_UNSPECIFIED);
    EXPECT_EQ(ParseAssociationPropagation(text), metadata::v1::ASSOCIATION_PROPAGATION_UNSPECIFIED);
  }
}

}  // namespace
}  // namespace docshare
