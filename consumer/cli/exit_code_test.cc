#include "consumer/cli/exit_code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"

namespace docshare::consumer {
namespace {

using ::testing::HasSubstr;

TEST(ExitCodeTest, FollowsTheStatus) {
  const struct {
    absl::Status status;
    ExitCode expected;
  } cases[] = {
      {absl::OkStatus(), ExitCode::kOk},
      {XdsError(XdsErrorCode::kUnknownPatientId, "", ""), ExitCode::kRefused},
      {XdsError(XdsErrorCode::kRegistryMetadataError, "", ""), ExitCode::kRefused},
      {XdsError(XdsErrorCode::kDuplicateUniqueIdInRegistry, "", ""), ExitCode::kRefused},
      {absl::InternalError(""), ExitCode::kRefused},
      {absl::UnimplementedError(""), ExitCode::kRefused},
      {absl::InvalidArgumentError(""), ExitCode::kUsage},
      {absl::FailedPreconditionError(""), ExitCode::kUsage},
      {absl::NotFoundError(""), ExitCode::kNotFound},
      {XdsError(XdsErrorCode::kDocumentUniqueIdError, "", ""), ExitCode::kNotFound},
      {absl::PermissionDeniedError(""), ExitCode::kPermissionDenied},
      {absl::UnauthenticatedError(""), ExitCode::kPermissionDenied},
      {absl::UnavailableError(""), ExitCode::kUnavailable},
      {absl::DeadlineExceededError(""), ExitCode::kUnavailable},
      {XdsError(XdsErrorCode::kRegistryBusy, "", ""), ExitCode::kUnavailable},
      {absl::DataLossError(""), ExitCode::kDamaged},
      {absl::CancelledError(""), ExitCode::kInterrupted},
  };
  for (const auto& c : cases) EXPECT_EQ(ExitCodeOf(c.status), c.expected) << c.status;
}

TEST(ExitCodeTest, TableNamesEveryCode) {
  for (ExitCode code : {ExitCode::kOk, ExitCode::kRefused, ExitCode::kUsage, ExitCode::kNotFound,
                        ExitCode::kPermissionDenied, ExitCode::kUnavailable, ExitCode::kDamaged,
                        ExitCode::kInterrupted}) {
    EXPECT_THAT(ExitCodeTable(), HasSubstr(absl::StrCat("\n  ", static_cast<int>(code), " ")));
  }
}

}  // namespace
}  // namespace docshare::consumer
