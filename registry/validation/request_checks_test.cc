#include "registry/validation/request_checks.h"

#include <gtest/gtest.h>

#include "domain/metadata/testing/submission_builder.h"
#include "domain/national/testing/national_cases.h"
#include "platform/clock/fake_clock.h"

namespace docshare::registry {
namespace {

using Level = ValidationPolicy::Level;
using docshare::testing::ANationalSubmission;
using docshare::testing::APatient;

class RequestChecksTest : public ::testing::Test {
 protected:
  template <typename Request>
  bool Refuses(const Request& request) {
    const SubmissionValidator validator(policy_, &codes_, &clock_, &log_);
    return !CheckRequest(validator, request).faults().ToStatus().ok();
  }

  ValidationPolicy policy_;
  CodeSets codes_;
  platform::FakeClock clock_{absl::FromUnixSeconds(1709208000)};
  platform::OperationalLog log_{"test", [](absl::string_view) {}};
};

TEST_F(RequestChecksTest, EachTransactionIsCheckedAtItsLevel) {
  auto submission = ANationalSubmission();
  submission.mutable_submission_set()->clear_home_community_id();
  v1::RegisterOnDemandDocumentEntryRequest on_demand;
  *on_demand.mutable_submission_set() = submission.submission_set();
  *on_demand.mutable_document_entries() = submission.document_entries();
  v1::UpdateDocumentSetRequest update;
  *update.mutable_submission() = submission;
  v1::RestrictedUpdateDocumentSetRequest restricted;
  *restricted.mutable_submission() = submission;

  policy_.register_document_set = Level::kReject;
  EXPECT_TRUE(Refuses(submission));
  EXPECT_FALSE(Refuses(on_demand));
  EXPECT_FALSE(Refuses(update));
  policy_.register_document_set = Level::kOff;
  policy_.register_on_demand_document_entry = Level::kReject;
  EXPECT_FALSE(Refuses(submission));
  EXPECT_TRUE(Refuses(on_demand));
  policy_.register_on_demand_document_entry = Level::kOff;
  policy_.update_document_set = Level::kReject;
  EXPECT_FALSE(Refuses(submission));
  EXPECT_TRUE(Refuses(update));
  EXPECT_TRUE(Refuses(restricted));
}

TEST_F(RequestChecksTest, FoldersAndLinksOfOnDemandSubmissionsAreCheckedToo) {
  policy_.personal_numbers = Enforcement::kRefuse;
  v1::RegisterOnDemandDocumentEntryRequest request;
  EXPECT_FALSE(Refuses(request));
  *request.add_folders()->mutable_patient_id() = APatient("1");
  EXPECT_TRUE(Refuses(request));
}

TEST_F(RequestChecksTest, ThePatientWhoStaysHasARightNumber) {
  policy_.personal_numbers = Enforcement::kRefuse;
  const auto good = APatient();
  const auto bad = APatient("12838520021");
  v1::FeedPatientRequest feed;
  *feed.mutable_patient_id() = good;
  EXPECT_FALSE(Refuses(feed));
  *feed.mutable_patient_id() = bad;
  EXPECT_TRUE(Refuses(feed));

  v1::MergePatientsRequest merge;
  *merge.mutable_surviving() = good;
  *merge.mutable_subsumed() = bad;
  EXPECT_FALSE(Refuses(merge)) << "a merge is how a wrong number is put right";
  merge.mutable_surviving()->Swap(merge.mutable_subsumed());
  EXPECT_TRUE(Refuses(merge));

  v1::ChangePatientLinkRequest change;
  *change.mutable_local() = APatient("77");
  *change.mutable_previous() = bad;
  *change.mutable_current() = good;
  EXPECT_FALSE(Refuses(change));
  change.mutable_current()->Swap(change.mutable_previous());
  EXPECT_TRUE(Refuses(change));
}

TEST_F(RequestChecksTest, RemovalsNameNoPatient) {
  policy_.personal_numbers = Enforcement::kRefuse;
  policy_.update_document_set = Level::kReject;
  EXPECT_FALSE(Refuses(v1::RemoveMetadataRequest()));
}

}  // namespace
}  // namespace docshare::registry
