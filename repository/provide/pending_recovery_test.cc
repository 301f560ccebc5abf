#include "repository/provide/pending_recovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "domain/errors/xds_error.h"
#include "platform/kv/memory_kv_store.h"
#include "repository/catalogue/pending_key.h"
#include "repository/provide/testing/repository_process.h"

namespace docshare::repository {
namespace {

using ::testing::HasSubstr;

class PendingRecoveryTest : public ::testing::Test {
 protected:
  PendingRecoveryTest() { Restart(); }

  // The process ends and another one starts.
  void Restart() {
    repository_.reset();
    repository_ = std::make_unique<RepositoryProcess>(&kv_, &registry_, &clock_);
  }

  // A submission that is pending, its registration without an answer.
  Provision PendingProvision() {
    Provision provision = AProvision();
    registry_.FailNext(absl::UnavailableError("down"));
    EXPECT_EQ(repository_->Provide(provision).status().code(), absl::StatusCode::kUnavailable);
    return provision;
  }

  absl::optional<std::string> BytesOf(const Provision& provision) {
    return repository_->BytesOf(provision.metadata.document_entries(0).unique_id());
  }

  void ExpectNothingStored() {
    EXPECT_EQ(repository_->PendingRows(), 0);
    EXPECT_EQ(repository_->ContentRows(), 0);
    EXPECT_EQ(repository_->Orphans(), 0);
  }

  platform::FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  platform::MemoryKvStore kv_;
  FakeRegistryClient registry_;
  std::unique_ptr<RepositoryProcess> repository_;
};

TEST_F(PendingRecoveryTest, SettlesPromptlyWhatACallLeft) {
  Provision provision = PendingProvision();
  repository_->recovery()->SettleDue();
  EXPECT_EQ(BytesOf(provision), "a document");
  EXPECT_EQ(registry_.registered().size(), 1);
}

TEST_F(PendingRecoveryTest, SettlesWhatAnEarlierProcessLeft) {
  Provision provision = PendingProvision();
  Restart();
  EXPECT_EQ(BytesOf(provision), absl::nullopt);
  repository_->recovery()->SettleDue();
  EXPECT_EQ(BytesOf(provision), "a document");
  EXPECT_EQ(repository_->PendingRows(), 0);
}

TEST_F(PendingRecoveryTest, RegistersNothingTwice) {
  registry_.LoseNextAnswer(absl::DeadlineExceededError("lost"));
  Provision provision = AProvision();
  EXPECT_EQ(repository_->Provide(provision).status().code(), absl::StatusCode::kUnavailable);

  repository_->recovery()->SettleDue();

  EXPECT_EQ(registry_.registered().size(), 1);
  EXPECT_EQ(BytesOf(provision), "a document");
}

TEST_F(PendingRecoveryTest, TriesForEver) {
  Provision provision = PendingProvision();
  registry_.SetDown(true);
  for (int hour = 0; hour < 100; ++hour) {
    clock_.Advance(absl::Hours(1));
    repository_->recovery()->SettleDue();
    EXPECT_EQ(repository_->PendingRows(), 1);
  }
  EXPECT_EQ(registry_.call_count(), 101);
  registry_.SetDown(false);
  clock_.Advance(PendingLedger::kLongestPause);
  repository_->recovery()->SettleDue();
  EXPECT_EQ(BytesOf(provision), "a document");
}

TEST_F(PendingRecoveryTest, ARefusalDecidesOnceNoAttemptCanBeAlive) {
  Provision provision = PendingProvision();
  registry_.FailNext(XdsError(XdsErrorCode::kUnknownPatientId, "", ""));
  repository_->recovery()->SettleDue();
  EXPECT_EQ(repository_->PendingRows(), 1);

  registry_.FailNext(XdsError(XdsErrorCode::kUnknownPatientId, "", ""));
  clock_.Advance(PendingLedger::kAttemptLinger);
  repository_->recovery()->SettleDue();

  ExpectNothingStored();
  EXPECT_EQ(BytesOf(provision), absl::nullopt);
}

TEST_F(PendingRecoveryTest, AnAttemptThatSucceedsAfterAllIsNotLost) {
  Provision provision = PendingProvision();
  // Recovery is refused; then the first attempt comes through.
  registry_.FailNext(XdsError(XdsErrorCode::kUnknownPatientId, "", ""));
  repository_->recovery()->SettleDue();
  clock_.Advance(PendingLedger::kAttemptLinger);

  repository_->recovery()->SettleDue();

  EXPECT_EQ(BytesOf(provision), "a document");
}

TEST_F(PendingRecoveryTest, BeingTurnedAwayDecidesNothing) {
  Provision provision = PendingProvision();
  for (const absl::Status& status :
       {absl::PermissionDeniedError(""), absl::UnauthenticatedError(""),
        absl::ResourceExhaustedError("")}) {
    registry_.FailNext(status);
    clock_.Advance(absl::Hours(1));
    repository_->recovery()->SettleDue();
    EXPECT_EQ(repository_->PendingRows(), 1) << status;
  }
  clock_.Advance(absl::Hours(1));
  repository_->recovery()->SettleDue();
  EXPECT_EQ(BytesOf(provision), "a document");
}

TEST_F(PendingRecoveryTest, LeavesCallsInProgressAlone) {
  Provision provision = AProvision();
  int calls_before = 0;
  registry_.OnCall([&](const registry::v1::RegisterDocumentSetRequest&) {
    if (calls_before++ > 0) return;
    EXPECT_EQ(repository_->PendingRows(), 1);
    repository_->recovery()->SettleDue();
  });
  ASSERT_TRUE(repository_->Provide(provision).ok());
  EXPECT_EQ(registry_.call_count(), 1);
}

TEST_F(PendingRecoveryTest, ReportsAnUnreadableRowAndGoesOn) {
  Provision provision = PendingProvision();
  platform::KvBatch batch;
  batch.Put(EncodePendingKey({}), "damage");
  ASSERT_TRUE(kv_.Write(batch, platform::Durability::kSynced).ok());
  Restart();

  repository_->recovery()->SettleDue();

  EXPECT_EQ(BytesOf(provision), "a document");
  EXPECT_THAT(repository_->log_text(), HasSubstr("pending_submission_unreadable"));
}

TEST_F(PendingRecoveryTest, ItsThreadSettlesWhatIsLeft) {
  repository_->recovery()->Start();
  Provision provision = PendingProvision();
  while (repository_->PendingRows() > 0) absl::SleepFor(absl::Milliseconds(1));
  repository_->recovery()->Stop();
  EXPECT_EQ(BytesOf(provision), "a document");
}

TEST_F(PendingRecoveryTest, StopsAtOnceWhenNothingIsDue) {
  repository_->recovery()->Start();
  repository_->recovery()->Stop();
}

}  // namespace
}  // namespace docshare::repository
