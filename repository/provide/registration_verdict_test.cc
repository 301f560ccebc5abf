#include "repository/provide/registration_verdict.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "domain/errors/xds_error.h"

namespace docshare::repository {
namespace {

RegistrationVerdict VerdictOfStatus(const absl::Status& status) {
  return VerdictOf(RegistrationResult{.response = status});
}

TEST(RegistrationVerdictTest, AnAnswerRegisters) {
  RegistrationResult result;
  result.response = registry::v1::RegisterDocumentSetResponse();
  EXPECT_EQ(VerdictOf(result), RegistrationVerdict::kRegistered);
}

TEST(RegistrationVerdictTest, TheRegistrysRulesRefuse) {
  for (XdsErrorCode code : {XdsErrorCode::kRegistryMetadataError, XdsErrorCode::kUnknownPatientId,
                            XdsErrorCode::kDuplicateUniqueIdInRegistry,
                            XdsErrorCode::kNonIdenticalHash, XdsErrorCode::kUnresolvedReference}) {
    EXPECT_EQ(VerdictOfStatus(XdsError(code, "", "")), RegistrationVerdict::kRefused)
        << ToString(code);
  }
}

TEST(RegistrationVerdictTest, RoleAndLoadTurnAway) {
  EXPECT_EQ(VerdictOfStatus(absl::PermissionDeniedError("")), RegistrationVerdict::kTurnedAway);
  EXPECT_EQ(VerdictOfStatus(absl::UnauthenticatedError("")), RegistrationVerdict::kTurnedAway);
  EXPECT_EQ(VerdictOfStatus(XdsErrorWithStatus(absl::StatusCode::kResourceExhausted,
                                               XdsErrorCode::kRegistryBusy, "", "")),
            RegistrationVerdict::kTurnedAway);
}

TEST(RegistrationVerdictTest, WhatTheTransportMaySayIsUnclear) {
  for (const absl::Status& status :
       {absl::UnavailableError(""), absl::DeadlineExceededError(""), absl::CancelledError(""),
        absl::UnknownError(""), absl::InternalError(""), absl::ResourceExhaustedError(""),
        absl::DataLossError(""), absl::AbortedError("")}) {
    EXPECT_EQ(VerdictOfStatus(status), RegistrationVerdict::kUnclear) << status;
  }
}

}  // namespace
}  // namespace docshare::repository
