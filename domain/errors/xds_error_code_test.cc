#include "domain/errors/xds_error_code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace docshare {
namespace {

TEST(XdsErrorCodeTest, EveryCodeHasANameAStatusAndASeverity) {
  std::set<std::string> names;
  for (XdsErrorCode code : AllXdsErrorCodes()) {
    const std::string name(ToString(code));
    EXPECT_TRUE(names.insert(name).second) << name << " is there twice";
    EXPECT_EQ(ParseXdsErrorCode(name), code) << name;
    EXPECT_NE(StatusCodeOf(code), absl::StatusCode::kOk) << name;
    EXPECT_NE(DefaultSeverityOf(code), metadata::v1::SEVERITY_UNSPECIFIED) << name;
  }
  EXPECT_EQ(names.size(), 54u);
}

TEST(XdsErrorCodeTest, UnknownNamesAreNotParsed) {
  for (const char* name :
       {"", "XDSReplaceFailed", "xdsregistryerror", "XDSPatientIDDoesNotMatch"}) {
    EXPECT_EQ(ParseXdsErrorCode(name), absl::nullopt) << name;
  }
}

// What the comments of the RPCs promise.
TEST(XdsErrorCodeTest, StatusCodesFollowTheContract) {
  struct Case {
    const char* name;
    absl::StatusCode status_code;
  };
  const Case cases[] = {
      {"XDSRegistryMetadataError", absl::StatusCode::kInvalidArgument},
      {"XDSRepositoryMetadataError", absl::StatusCode::kInvalidArgument},
      {"XDSPatientIdDoesNotMatch", absl::StatusCode::kInvalidArgument},
      {"XDSRegistryDuplicateUniqueIdInMessage", absl::StatusCode::kInvalidArgument},
      {"XDSRepositoryDuplicateUniqueIdInMessage", absl::StatusCode::kInvalidArgument},
      {"UnresolvedReferenceException", absl::StatusCode::kInvalidArgument},
      {"XDSStoredQueryMissingParam", absl::StatusCode::kInvalidArgument},
      {"XDSStoredQueryParamNumber", absl::StatusCode::kInvalidArgument},
      {"XDSMissingDocument", absl::StatusCode::kInvalidArgument},
      {"XDSMissingDocumentMetadata", absl::StatusCode::kInvalidArgument},
      {"XDSUnknownPatientId", absl::StatusCode::kFailedPrecondition},
      {"XDSRegistryDeprecatedDocumentError", absl::StatusCode::kFailedPrecondition},
      {"XDSMetadataUpdateError", absl::StatusCode::kFailedPrecondition},
      {"XDSMetadataVersionError", absl::StatusCode::kFailedPrecondition},
      {"XDSMetadataIdentifierError", absl::StatusCode::kFailedPrecondition},
      {"XDSPatientIDReconciliationError", absl::StatusCode::kFailedPrecondition},
      {"UnmodifiableMetadataError", absl::StatusCode::kFailedPrecondition},
      {"ReferencesExistException", absl::StatusCode::kFailedPrecondition},
      {"XDSUnreferencedObjectException", absl::StatusCode::kFailedPrecondition},
      {"XDSMetadataUpdateOperationError", absl::StatusCode::kInvalidArgument},
      {"XDSMetadataAnnotationError", absl::StatusCode::kInvalidArgument},
      {"XDSObjectTypeError", absl::StatusCode::kInvalidArgument},
      {"XDSInvalidRequestException", absl::StatusCode::kInvalidArgument},
      {"XDSResultNotSinglePatient", absl::StatusCode::kFailedPrecondition},
      {"XDSRemoveDocumentsError", absl::StatusCode::kFailedPrecondition},
      {"XDSTooManyResults", absl::StatusCode::kFailedPrecondition},
      {"XDSDuplicateUniqueIdInRegistry", absl::StatusCode::kAlreadyExists},
      {"XDSNonIdenticalHash", absl::StatusCode::kAlreadyExists},
      {"XDSNonIdenticalSize", absl::StatusCode::kAlreadyExists},
      {"XDSDocumentUniqueIdError", absl::StatusCode::kNotFound},
      {"XDSUnknownRepositoryId", absl::StatusCode::kNotFound},
      {"XDSRegistryNotAvailable", absl::StatusCode::kUnavailable},
      {"XDSRegistryBusy", absl::StatusCode::kResourceExhausted},
      {"XDSRepositoryBusy", absl::StatusCode::kResourceExhausted},
      {"XDSRegistryOutOfResources", absl::StatusCode::kResourceExhausted},
      {"XDSRepositoryOutOfResources", absl::StatusCode::kResourceExhausted},
      {"XDSRegistryError", absl::StatusCode::kInternal},
      {"XDSRepositoryError", absl::StatusCode::kInternal},
  };
  for (const Case& c : cases) {
    const auto code = ParseXdsErrorCode(c.name);
    ASSERT_TRUE(code.has_value()) << c.name;
    EXPECT_EQ(StatusCodeOf(*code), c.status_code) << c.name;
  }
}

TEST(XdsErrorCodeTest, WarningsAreTheCodesSentBesideASuccess) {
  std::set<std::string> warnings;
  for (XdsErrorCode code : AllXdsErrorCodes()) {
    if (DefaultSeverityOf(code) == metadata::v1::SEVERITY_WARNING) {
      warnings.insert(std::string(ToString(code)));
    }
  }
  EXPECT_THAT(warnings,
              ::testing::UnorderedElementsAre(
                  "DocumentQueued", "PartialAppendContentNotProcessed",
                  "PartialFolderContentNotProcessed", "PartialRelationshipContentNotProcessed",
                  "PartialReplaceContentNotProcessed", "PartialTransformNotProcessed",
                  "PartialTransformReplaceNotProcessed", "XDSExtraMetadataNotSaved"));
}

}  // namespace
}  // namespace docshare
