#include "gateway/xds/refusal.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"
#include "domain/errors/xds_error.h"

namespace docshare::gateway {
namespace {

std::string CodeBy(Actor actor, const absl::Status& status) {
  const RegistryResponse answer = RefusalBy(actor, status);
  EXPECT_EQ(answer.status, ResponseStatus::kFailure);
  EXPECT_EQ(answer.errors.errors_size(), 1);
  return answer.errors.errors(0).error_code();
}

TEST(RefusalTest, KeepsTheErrorsOfTheStandard) {
  RegistryErrors errors;
  errors.Add(XdsErrorCode::kUnknownPatientId, "a", "b");
  errors.Add(XdsErrorCode::kRegistryMetadataError, "c", "d");
  const RegistryResponse answer = RefusalBy(Actor::kRegistry, errors.ToStatus());
  ASSERT_EQ(answer.errors.errors_size(), 2);
  EXPECT_EQ(answer.errors.errors(0).error_code(), "XDSUnknownPatientId");
  EXPECT_EQ(answer.errors.errors(1).location(), "c");
}

TEST(RefusalTest, SaysWhyAnActorDidNotAnswer) {
  EXPECT_EQ(CodeBy(Actor::kRegistry, absl::UnavailableError("x")), "XDSRegistryNotAvailable");
  EXPECT_EQ(CodeBy(Actor::kRegistry, absl::DeadlineExceededError("x")), "XDSRegistryNotAvailable");
  EXPECT_EQ(CodeBy(Actor::kRegistry, absl::ResourceExhaustedError("x")), "XDSRegistryBusy");
  EXPECT_EQ(CodeBy(Actor::kRegistry, absl::InternalError("x")), "XDSRegistryError");
  EXPECT_EQ(CodeBy(Actor::kRepository, absl::UnavailableError("x")), "XDSRepositoryError");
  EXPECT_EQ(CodeBy(Actor::kRepository, absl::ResourceExhaustedError("x")), "XDSRepositoryBusy");
}

TEST(RefusalTest, WhoMayNotAtAllGetsAFault) {
  EXPECT_TRUE(IsFault(absl::PermissionDeniedError("x")));
  EXPECT_TRUE(IsFault(absl::UnauthenticatedError("x")));
  EXPECT_FALSE(IsFault(absl::NotFoundError("x")));
}

TEST(RefusalTest, NamesTheObjectOfTheSender) {
  SubmitObjects submission;
  submission.request.add_document_entries()->set_entry_uuid("Document01");
  metadata::v1::RegistryErrorList errors;
  *errors.add_errors() =
      MakeRegistryError(XdsErrorCode::kRegistryMetadataError, "document_entries[0].hash", "is odd");
  *errors.add_errors() = MakeRegistryError(XdsErrorCode::kRegistryError, "", "broke");
  LocateInEbrim(submission, &errors);
  EXPECT_EQ(errors.errors(0).location(), "Document01");
  EXPECT_EQ(errors.errors(0).code_context(), "document_entries[0].hash: is odd");
  EXPECT_EQ(errors.errors(1).location(), "");
  EXPECT_EQ(errors.errors(1).code_context(), "broke");
}

}  // namespace
}  // namespace docshare::gateway
