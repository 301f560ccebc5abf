#include "registry/validation/validate_submission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/submission_builder.h"
#include "domain/national/testing/national_cases.h"
#include "platform/clock/fake_clock.h"
#include "registry/commit/testing/changing_registry.h"
#include "registry/commit/testing/update_builder.h"

namespace docshare::registry {
namespace {

using docshare::testing::ANationalSubmission;
using docshare::testing::AnEntry;
using docshare::testing::ASubmission;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Level = ValidationPolicy::Level;

v1::ValidateSubmissionRequest Registration(const v1::RegisterDocumentSetRequest& submission) {
  v1::ValidateSubmissionRequest request;
  *request.mutable_register_document_set() = submission;
  return request;
}

v1::ValidateSubmissionRequest OnDemand(const v1::RegisterDocumentSetRequest& submission) {
  v1::ValidateSubmissionRequest request;
  auto& message = *request.mutable_register_on_demand_document_entry();
  *message.mutable_submission_set() = submission.submission_set();
  *message.mutable_document_entries() = submission.document_entries();
  *message.mutable_folders() = submission.folders();
  *message.mutable_associations() = submission.associations();
  return request;
}

v1::ValidateSubmissionRequest Update(const v1::RegisterDocumentSetRequest& submission) {
  v1::ValidateSubmissionRequest request;
  *request.mutable_update_document_set()->mutable_submission() = submission;
  return request;
}

// "code at location" of each finding, "warning " before a warning.
std::vector<std::string> Listed(const v1::ValidateSubmissionResponse& response) {
  std::vector<std::string> listed;
  for (const auto& finding : response.findings()) {
    const bool warning = finding.severity() == metadata::v1::SEVERITY_WARNING;
    listed.push_back(
        absl::StrCat(warning ? "warning " : "", finding.error_code(), " at ", finding.location()));
  }
  return listed;
}

class ValidateSubmissionTest : public ::testing::Test {
 protected:
  v1::ValidateSubmissionResponse Validate(const v1::ValidateSubmissionRequest& request) {
    const SubmissionValidator validator(policy_, &codes_, &clock_, &log_);
    const std::map<std::string, std::string> before = registry_.Rows();
    const auto response =
        ValidateSubmission(request, validator, registry_.store(), registry_.position());
    EXPECT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(registry_.Rows(), before) << "something was stored";
    return response.ok() ? *response : v1::ValidateSubmissionResponse();
  }

  ChangingRegistry registry_;
  ValidationPolicy policy_;
  CodeSets codes_;
  platform::FakeClock clock_{absl::FromUnixSeconds(1709208000)};
  std::string logged_;
  platform::OperationalLog log_{
      "test", [this](absl::string_view line) { absl::StrAppend(&logged_, line); }};
};

TEST_F(ValidateSubmissionTest, AcceptsWhatTheRegistryWouldAccept) {
  const auto submission = ASubmission().With(AnEntry()).Build();
  const auto response = Validate(Registration(submission));
  EXPECT_TRUE(response.accepted());
  EXPECT_THAT(Listed(response), IsEmpty());
  EXPECT_EQ(response.commit_position(), registry_.position());
  // Looking changed nothing: the same submission is registered as new, and then known.
  const auto registered = registry_.Register(submission);
  ASSERT_TRUE(registered.ok()) << registered.status();
  EXPECT_FALSE(registered->already_registered());
  EXPECT_TRUE(Validate(Registration(submission)).accepted());
}

TEST_F(ValidateSubmissionTest, TellsEveryFaultOfTheFormAndOfTheCommunity) {
  policy_.register_document_set = Level::kReject;
  policy_.personal_numbers = Enforcement::kRefuse;
  auto submission = ANationalSubmission();
  submission.mutable_document_entries(0)->set_hash("x");
  submission.mutable_document_entries(1)->clear_home_community_id();
  submission.mutable_document_entries(1)->mutable_source_patient_id()->set_id("1");
  const auto response = Validate(Registration(submission));
  EXPECT_FALSE(response.accepted());
  EXPECT_THAT(Listed(response),
              ElementsAre("XDSRegistryMetadataError at document_entries[0].hash",
                          "XDSRegistryMetadataError at document_entries[1].source_patient_id.id",
                          "XDSRegistryMetadataError at document_entries[1].home_community_id"));
}

TEST_F(ValidateSubmissionTest, TellsFaultsThatNeedTheRegistry) {
  const auto known = AnEntry().WithUniqueId("2.999.7");
  ASSERT_TRUE(registry_.Register(ASubmission().With(known).Build()).ok());
  const auto response = Validate(Registration(
      ASubmission().With(AnEntry().WithUniqueId("2.999.7")).OfPatient("30916130186").Build()));
  EXPECT_FALSE(response.accepted());
  EXPECT_THAT(Listed(response), ElementsAre("XDSUnknownPatientId at submission_set.patient_id",
                                            "XDSNonIdenticalHash at document_entries[0].hash"));
}

TEST_F(ValidateSubmissionTest, CommunityAndRegistryFaultsComeTogether) {
  policy_.personal_numbers = Enforcement::kRefuse;
  const auto response =
      Validate(Registration(ASubmission().With(AnEntry()).OfPatient("12838520021").Build()));
  EXPECT_FALSE(response.accepted());
  EXPECT_THAT(Listed(response), Contains("XDSUnknownPatientId at submission_set.patient_id"));
  EXPECT_THAT(Listed(response),
              Contains("XDSRegistryMetadataError at submission_set.patient_id.id"));
}

TEST_F(ValidateSubmissionTest, WarnsOfWhatIsOnlyCountedOtherwise) {
  policy_.register_document_set = Level::kLog;
  auto submission = ANationalSubmission();
  submission.mutable_submission_set()->clear_home_community_id();
  const auto response = Validate(Registration(submission));
  EXPECT_TRUE(response.accepted());
  EXPECT_THAT(Listed(response), ElementsAre("warning XDSRegistryMetadataError at "
                                            "submission_set.home_community_id"));
  EXPECT_EQ(logged_, "");
}

TEST_F(ValidateSubmissionTest, LooksAtEveryTransaction) {
  const auto on_demand = ASubmission().With(AnEntry().AsOnDemand()).Build();
  EXPECT_TRUE(Validate(OnDemand(on_demand)).accepted());
  EXPECT_FALSE(Validate(Registration(on_demand)).accepted());

  const auto ids = registry_.MustRegister(ASubmission().With(AnEntry()).Build());
  const auto entry = NextVersion(registry_.Entry(ids[1]));
  EXPECT_TRUE(Validate(Update(AnUpdate().NewVersion(entry, 1).Build())).accepted());
  EXPECT_THAT(Listed(Validate(Update(AnUpdate().NewVersion(entry, 7).Build()))),
              Contains(HasSubstr("XDSMetadataVersionError")));
  v1::ValidateSubmissionRequest restricted;
  *restricted.mutable_restricted_update_document_set()->mutable_submission() =
      AnUpdate().Deprecate(ids[1]).Build();
  EXPECT_FALSE(Validate(restricted).accepted());
}

TEST_F(ValidateSubmissionTest, EachTransactionHasItsLevel) {
  policy_.update_document_set = Level::kReject;
  const auto ids = registry_.MustRegister(ASubmission().With(AnEntry()).Build());
  const auto update = AnUpdate().NewVersion(NextVersion(registry_.Entry(ids[1])), 1).Build();
  EXPECT_THAT(Listed(Validate(Update(update))),
              Contains("XDSRegistryMetadataError at submission_set.home_community_id"));
  EXPECT_TRUE(Validate(Registration(ASubmission().With(AnEntry()).Build())).accepted());
}

TEST_F(ValidateSubmissionTest, WantsASubmission) {
  const SubmissionValidator validator(policy_, &codes_, &clock_, &log_);
  const auto response = ValidateSubmission(v1::ValidateSubmissionRequest(), validator,
                                           registry_.store(), registry_.position());
  EXPECT_EQ(response.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(RegistryErrorsOf(response.status())->errors(0).error_code(), "XDSRegistryError");
}

TEST_F(ValidateSubmissionTest, AcceptsNamesOfAnyScript) {
  policy_.register_document_set = Level::kReject;
  auto submission = ANationalSubmission();
  auto& entry = *submission.mutable_document_entries(0);
  entry.mutable_authors(0)->mutable_person()->set_family_name("Čállin-Šuorpma");
  entry.mutable_title()->mutable_localized(0)->set_value("مرحبا 🩺 Ŋ đ ŧ ž");
  EXPECT_THAT(Listed(Validate(Registration(submission))), IsEmpty());
}

TEST_F(ValidateSubmissionTest, RefusesAnEmptySubmissionWithAllThatIsMissing) {
  const auto response = Validate(Registration(v1::RegisterDocumentSetRequest()));
  EXPECT_FALSE(response.accepted());
  EXPECT_GT(response.findings_size(), 0);
}

}  // namespace
}  // namespace docshare::registry
