#include "consumer/cli/next_step.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/errors/xds_error.h"

namespace docshare::consumer {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(NextStepTest, UnknownPatientIsFedFirst) {
  EXPECT_THAT(NextStep(XdsError(XdsErrorCode::kUnknownPatientId, "", "")),
              HasSubstr("docshare patient feed"));
}

TEST(NextStepTest, MissingAttributesNameTheirFlags) {
  RegistryErrors errors;
  errors.Add(XdsErrorCode::kRegistryMetadataError, "document_entries[0].class_code.code", "");
  errors.Add(XdsErrorCode::kRegistryMetadataError, "document_entries[1].authors[0].person", "");
  errors.Add(XdsErrorCode::kRegistryMetadataError, "submission_set.content_type_code", "");
  std::string step = NextStep(errors.ToStatus());
  EXPECT_THAT(step, HasSubstr("with --author, --class, --content-type,"));
  // "patient_id" is the end of another attribute's name too.
  EXPECT_THAT(NextStep(XdsError(XdsErrorCode::kRegistryMetadataError,
                                "document_entries[0].source_patient_id", "")),
              HasSubstr("with --source-patient,"));
}

TEST(NextStepTest, ErrorsOfTheStandardThatAPersonCanActOnHaveOne) {
  for (XdsErrorCode code :
       {XdsErrorCode::kUnknownPatientId, XdsErrorCode::kRepositoryMetadataError,
        XdsErrorCode::kPatientIdDoesNotMatch, XdsErrorCode::kDuplicateUniqueIdInRegistry,
        XdsErrorCode::kNonIdenticalHash, XdsErrorCode::kRegistryDuplicateUniqueIdInMessage,
        XdsErrorCode::kTooManyResults, XdsErrorCode::kResultNotSinglePatient,
        XdsErrorCode::kDocumentUniqueIdError, XdsErrorCode::kUnknownRepositoryId,
        XdsErrorCode::kRegistryNotAvailable, XdsErrorCode::kRegistryBusy,
        XdsErrorCode::kRepositoryOutOfResources}) {
    EXPECT_NE(NextStep(XdsError(code, "", "")), "") << ToString(code);
  }
}

TEST(NextStepTest, StatusWithoutErrorsOfTheStandardGoesByItsCode) {
  EXPECT_THAT(NextStep(absl::PermissionDeniedError("")), HasSubstr("--profile"));
  EXPECT_THAT(NextStep(absl::DeadlineExceededError("")), HasSubstr("--timeout"));
  EXPECT_THAT(NextStep(absl::UnavailableError("")), HasSubstr("certificates"));
  EXPECT_THAT(NextStep(absl::DataLossError("")), HasSubstr("Do not use"));
  EXPECT_EQ(NextStep(absl::InternalError("")), "");
}

TEST(NextStepTest, OwnSentenceWins) {
  absl::Status status = WithNextStep(XdsError(XdsErrorCode::kUnknownPatientId, "", ""), "Rest.");
  EXPECT_EQ(NextStep(status), "Rest.");
  EXPECT_TRUE(RegistryErrorsOf(status).has_value());
}

}  // namespace
}  // namespace docshare::consumer
