#include "domain/errors/xds_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace docshare {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> LocationsOf(const RegistryErrors& errors) {
  std::vector<std::string> locations;
  for (const auto& error : errors.list().errors()) locations.push_back(error.location());
  return locations;
}

TEST(XdsErrorTest, CarriesTheErrorAsPayload) {
  const absl::Status status =
      XdsError(XdsErrorCode::kUnknownPatientId, "submission_set.patient_id", "who is 12838520020");
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  const auto errors = RegistryErrorsOf(status);
  ASSERT_TRUE(errors.has_value());
  ASSERT_EQ(errors->errors_size(), 1);
  EXPECT_EQ(errors->errors(0).error_code(), "XDSUnknownPatientId");
  EXPECT_EQ(errors->errors(0).code_context(), "who is 12838520020");
  EXPECT_EQ(errors->errors(0).location(), "submission_set.patient_id");
  EXPECT_EQ(errors->errors(0).severity(), metadata::v1::SEVERITY_ERROR);
}

TEST(XdsErrorTest, EveryCodeBecomesAStatusOfTheTable) {
  for (XdsErrorCode code : AllXdsErrorCodes()) {
    const absl::Status status = XdsError(code, "", "why");
    EXPECT_EQ(status.code(), StatusCodeOf(code)) << ToString(code);
    const auto errors = RegistryErrorsOf(status);
    ASSERT_TRUE(errors.has_value()) << ToString(code);
    EXPECT_EQ(errors->errors(0).error_code(), ToString(code));
    EXPECT_EQ(errors->errors(0).severity(), metadata::v1::SEVERITY_ERROR) << ToString(code);
  }
}

// Messages reach logs.
TEST(XdsErrorTest, MessageHasNoValues) {
  const absl::Status status =
      XdsError(XdsErrorCode::kUnknownPatientId, "submission_set.patient_id", "who is 12838520020");
  EXPECT_EQ(status.message(), "XDSUnknownPatientId at submission_set.patient_id");
  for (const char* location : {"12838520020", "urn:uuid:1", "2.999.1", "x y", "Kari", ""}) {
    EXPECT_EQ(XdsError(XdsErrorCode::kDocumentUniqueIdError, location, "c").message(),
              "XDSDocumentUniqueIdError");
  }
}

TEST(XdsErrorTest, StatusCodeCanBeChosen) {
  const absl::Status status = XdsErrorWithStatus(
      absl::StatusCode::kDataLoss, XdsErrorCode::kRegistryError, "", "a row is damaged");
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(RegistryErrorsOf(status)->errors(0).error_code(), "XDSRegistryError");
}

TEST(XdsErrorTest, GivesAFailureWithoutCodeOne) {
  const absl::Status plain = absl::DataLossError("a row is damaged");
  const absl::Status coded = WithXdsErrorIfMissing(plain, XdsErrorCode::kRegistryError);
  EXPECT_EQ(coded.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(coded.message(), "a row is damaged");
  EXPECT_EQ(RegistryErrorsOf(coded)->errors(0).error_code(), "XDSRegistryError");
  EXPECT_EQ(RegistryErrorsOf(coded)->errors(0).code_context(), "a row is damaged");

  EXPECT_TRUE(WithXdsErrorIfMissing(absl::OkStatus(), XdsErrorCode::kRegistryError).ok());
  const absl::Status own = XdsError(XdsErrorCode::kUnknownPatientId, "", "c");
  EXPECT_EQ(WithXdsErrorIfMissing(own, XdsErrorCode::kRegistryError), own);
}

TEST(XdsErrorTest, ReadsOnlyItsOwnPayload) {
  EXPECT_EQ(RegistryErrorsOf(absl::OkStatus()), absl::nullopt);
  EXPECT_EQ(RegistryErrorsOf(absl::InternalError("x")), absl::nullopt);
  absl::Status damaged = absl::InternalError("x");
  damaged.SetPayload(kRegistryErrorListTypeUrl, absl::Cord("\xff\xff"));
  EXPECT_EQ(RegistryErrorsOf(damaged), absl::nullopt);
}

TEST(XdsErrorTest, StrayBytesDoNotSpoilThePayload) {
  const absl::Status status = XdsError(XdsErrorCode::kRegistryMetadataError, "\xff", "\xe6");
  const auto errors = RegistryErrorsOf(status);
  ASSERT_TRUE(errors.has_value());
  EXPECT_EQ(errors->errors(0).location(), "?");
  EXPECT_EQ(errors->errors(0).code_context(), "?");
}

TEST(RegistryErrorsTest, NothingAddedIsOk) {
  RegistryErrors errors;
  EXPECT_TRUE(errors.empty());
  EXPECT_TRUE(errors.ToStatus().ok());
}

TEST(RegistryErrorsTest, WarningsAloneAreOk) {
  RegistryErrors errors;
  errors.Add(XdsErrorCode::kExtraMetadataNotSaved, "document_entries[0]", "dropped");
  EXPECT_FALSE(errors.empty());
  EXPECT_TRUE(errors.ToStatus().ok());
  errors.Add(XdsErrorCode::kUnknownRecipient, "", "not known", metadata::v1::SEVERITY_WARNING);
  EXPECT_TRUE(errors.ToStatus().ok());
}

TEST(RegistryErrorsTest, SummaryCountsFaultsAndHasNoValues) {
  RegistryErrors errors;
  errors.Add(XdsErrorCode::kExtraMetadataNotSaved, "", "dropped");
  errors.Add(XdsErrorCode::kRegistryMetadataError, "document_entries[2].hash",
             "hash '12838520020'");
  EXPECT_EQ(errors.ToStatus().message(), "XDSRegistryMetadataError at document_entries[2].hash");
  errors.Add(XdsErrorCode::kPatientIdDoesNotMatch, "document_entries[3].patient_id", "12838520020");
  errors.Add(XdsErrorCode::kRegistryMetadataError, "", "other");
  const absl::Status status = errors.ToStatus();
  EXPECT_EQ(status.message(),
            "3 faults; first: XDSRegistryMetadataError at document_entries[2].hash");
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("12838520020")));
  EXPECT_EQ(RegistryErrorsOf(status)->errors_size(), 4);
}

TEST(RegistryErrorsTest, StatusCodeIsThatOfTheFaultToCorrectFirst) {
  struct Case {
    std::vector<XdsErrorCode> codes;
    absl::StatusCode status_code;
  };
  const Case cases[] = {
      {{XdsErrorCode::kRegistryBusy}, absl::StatusCode::kResourceExhausted},
      {{XdsErrorCode::kRegistryNotAvailable, XdsErrorCode::kRegistryBusy},
       absl::StatusCode::kResourceExhausted},
      {{XdsErrorCode::kRegistryBusy, XdsErrorCode::kRegistryError}, absl::StatusCode::kInternal},
      {{XdsErrorCode::kRegistryError, XdsErrorCode::kUnknownRepositoryId},
       absl::StatusCode::kNotFound},
      {{XdsErrorCode::kDocumentUniqueIdError, XdsErrorCode::kNonIdenticalHash},
       absl::StatusCode::kAlreadyExists},
      {{XdsErrorCode::kNonIdenticalHash, XdsErrorCode::kUnknownPatientId},
       absl::StatusCode::kFailedPrecondition},
      {{XdsErrorCode::kUnknownPatientId, XdsErrorCode::kRegistryMetadataError},
       absl::StatusCode::kInvalidArgument},
  };
  for (const Case& c : cases) {
    RegistryErrors errors;
    for (XdsErrorCode code : c.codes) errors.Add(code, "", "");
    EXPECT_EQ(errors.ToStatus().code(), c.status_code) << ToString(c.codes.front());
  }
}

TEST(RegistryErrorsTest, UnknownCodeOfAnotherPartyCountsAsInternal) {
  metadata::v1::RegistryError error;
  error.set_error_code("XDSRepresentationBelowMinimumAgeError");
  error.set_severity(metadata::v1::SEVERITY_ERROR);
  RegistryErrors errors;
  errors.Add(error);
  EXPECT_EQ(errors.ToStatus().code(), absl::StatusCode::kInternal);
}

TEST(RegistryErrorsTest, KeepsAThousandAndSaysSo) {
  RegistryErrors errors;
  for (int i = 0; i < 5000; ++i) {
    EXPECT_EQ(errors.full(), i > 1000);
    errors.Add(XdsErrorCode::kRegistryMetadataError, absl::StrCat("associations[", i, "]"), "x");
  }
  ASSERT_EQ(errors.list().errors_size(), 1001);
  EXPECT_EQ(errors.list().errors(999).location(), "associations[999]");
  EXPECT_THAT(errors.list().errors(1000).code_context(), HasSubstr("more than 1000 faults"));
  errors.SortByLocation();
  EXPECT_THAT(errors.list().errors(1000).code_context(), HasSubstr("more than 1000 faults"));
}

TEST(RegistryErrorsTest, SortsByTheElementNamed) {
  RegistryErrors errors;
  for (const char* location :
       {"elsewhere", "associations[0].entry_uuid", "document_entries[10].hash",
        "document_entries[2].size", "submission_set.title", "", "document_entries[2].hash"}) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, location, "x");
  }
  errors.SortByLocation();
  EXPECT_THAT(LocationsOf(errors),
              ElementsAre("", "submission_set.title", "document_entries[2].size",
                          "document_entries[2].hash", "document_entries[10].hash",
                          "associations[0].entry_uuid", "elsewhere"));
}

}  // namespace
}  // namespace docshare
