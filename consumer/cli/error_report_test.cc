#include "consumer/cli/error_report.h"

#include <gtest/gtest.h>

#include "consumer/cli/next_step.h"
#include "domain/errors/xds_error.h"

namespace docshare::consumer {
namespace {

TEST(ErrorReportTest, HasALineForEveryErrorOfTheStandard) {
  RegistryErrors errors;
  errors.Add(XdsErrorCode::kRegistryMetadataError, "document_entries[0].type_code", "is missing");
  errors.Add(XdsErrorCode::kRegistryMetadataError, "", "no\nline break");
  EXPECT_EQ(ErrorReport(WithNextStep(errors.ToStatus(), "Do this.")),
            "error XDSRegistryMetadataError at document_entries[0].type_code: is missing\n"
            "error XDSRegistryMetadataError: no line break\n"
            "hint: Do this.\n");
}

TEST(ErrorReportTest, OtherFailuresHaveTheirMessage) {
  EXPECT_EQ(ErrorReport(absl::InternalError("strange \x1b[2J")), "error: strange ?[2J\n");
}

TEST(ErrorReportTest, JsonHoldsTheSame) {
  absl::Status status = WithNextStep(
      XdsError(XdsErrorCode::kUnknownPatientId, "document_entries[0].patient_id", "\"quoted\""),
      "Do this.");
  EXPECT_EQ(
      ErrorReportJson(status),
      "{\"error\":{\"exitCode\":1,\"status\":\"FAILED_PRECONDITION\",\"message\":\"" +
          std::string(status.message()) +
          "\",\"hint\":\"Do this.\",\"errors\":[{\"errorCode\":\"XDSUnknownPatientId\","
          "\"location\":\"document_entries[0].patient_id\",\"codeContext\":\"\\\"quoted\\\"\","
          "\"severity\":\"ERROR\"}]}}\n");
}

TEST(ErrorReportTest, JsonOfOtherFailuresHasNoErrors) {
  EXPECT_EQ(ErrorReportJson(absl::InternalError("strange")),
            "{\"error\":{\"exitCode\":1,\"status\":\"INTERNAL\",\"message\":\"strange\","
            "\"hint\":\"\",\"errors\":[]}}\n");
}

}  // namespace
}  // namespace docshare::consumer
