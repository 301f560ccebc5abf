#include "repository/provide/pending_ledger.h"

#include <gtest/gtest.h>

#include <thread>

#include "platform/clock/fake_clock.h"

namespace docshare::repository {
namespace {

using Claim = PendingLedger::Claim;

constexpr SubmissionKey kOne = {1};
constexpr SubmissionKey kTwo = {2};

class PendingLedgerTest : public ::testing::Test {
 protected:
  platform::FakeClock clock_{absl::FromUnixSeconds(1'000'000)};
  PendingLedger ledger_{&clock_};
};

TEST_F(PendingLedgerTest, OneHolderAtATime) {
  EXPECT_EQ(ledger_.TakeForCall(kOne), Claim::kNew);
  EXPECT_EQ(ledger_.TakeForCall(kOne), Claim::kBusy);
  EXPECT_FALSE(ledger_.TakeDue().has_value()) << "recovery leaves calls in progress alone";
  ledger_.LeaveToRecovery(kOne, true);
  EXPECT_EQ(ledger_.TakeForCall(kOne), Claim::kTakenOver);
  EXPECT_FALSE(ledger_.TakeDue().has_value());
  ledger_.Settled(kOne);
  EXPECT_EQ(ledger_.TakeForCall(kOne), Claim::kNew);
}

TEST_F(PendingLedgerTest, RecoveryHoldsWhatItTook) {
  ledger_.LeaveToRecovery(kOne, true);
  ASSERT_TRUE(ledger_.TakeDue().has_value());
  EXPECT_EQ(ledger_.TakeForCall(kOne), Claim::kBusy);
  EXPECT_FALSE(ledger_.TakeDue().has_value());
}

TEST_F(PendingLedgerTest, TakesWhatIsDueFirst) {
  ledger_.LeaveToRecovery(kTwo, true);
  clock_.Advance(absl::Milliseconds(1));
  ledger_.LeaveToRecovery(kOne, true);
  EXPECT_EQ(ledger_.TakeDue()->submission, kTwo);
  EXPECT_EQ(ledger_.TakeDue()->submission, kOne);
}

TEST_F(PendingLedgerTest, PausesDoubleUpToALimit) {
  ledger_.LeaveToRecovery(kOne, true);
  absl::Duration expected = PendingLedger::kFirstPause;
  for (int attempt = 0; attempt < 10; ++attempt) {
    ASSERT_TRUE(ledger_.TakeDue().has_value()) << attempt;
    ledger_.TryAgainLater(kOne, true, false);
    clock_.Advance(expected - absl::Milliseconds(1));
    EXPECT_FALSE(ledger_.TakeDue().has_value()) << attempt;
    clock_.Advance(absl::Milliseconds(1));
    expected = std::min(expected * 2, PendingLedger::kLongestPause);
  }
}

TEST_F(PendingLedgerTest, ARefusalDecidesOnceNoAttemptCanBeAlive) {
  ledger_.LeaveToRecovery(kOne, true);
  absl::Time end = clock_.Now();
  EXPECT_EQ(ledger_.TakeDue()->refusal_decides_from, end + PendingLedger::kAttemptLinger);
  ledger_.TryAgainLater(kOne, false, true);
  clock_.Advance(PendingLedger::kAttemptLinger - absl::Milliseconds(1));
  EXPECT_FALSE(ledger_.TakeDue().has_value());
  clock_.Advance(absl::Milliseconds(1));
  absl::optional<PendingLedger::Taken> taken = ledger_.TakeDue();
  ASSERT_TRUE(taken.has_value());
  EXPECT_LE(taken->refusal_decides_from, clock_.Now());
}

TEST_F(PendingLedgerTest, WithoutAnUnclearAttemptARefusalDecidesAtOnce) {
  ASSERT_EQ(ledger_.TakeForCall(kOne), Claim::kNew);
  ledger_.LeaveToRecovery(kOne, false);
  EXPECT_LE(ledger_.TakeDue()->refusal_decides_from, clock_.Now());
}

TEST_F(PendingLedgerTest, TakingOverKeepsTheTimeOfTheUnclearAttempt) {
  ledger_.LeaveToRecovery(kOne, true);
  absl::Time end = clock_.Now();
  clock_.Advance(absl::Seconds(1));
  ASSERT_EQ(ledger_.TakeForCall(kOne), Claim::kTakenOver);
  ledger_.LeaveToRecovery(kOne, false);
  EXPECT_EQ(ledger_.TakeDue()->refusal_decides_from, end + PendingLedger::kAttemptLinger);
}

TEST_F(PendingLedgerTest, CountsWhatNoCallDealsWith) {
  EXPECT_EQ(ledger_.unsettled_count(), 0);
  ledger_.TakeForCall(kOne);
  EXPECT_EQ(ledger_.unsettled_count(), 0);
  ledger_.LeaveToRecovery(kOne, true);
  EXPECT_EQ(ledger_.unsettled_count(), 1);
  ledger_.TakeDue();
  EXPECT_EQ(ledger_.unsettled_count(), 1);
  ledger_.Settled(kOne);
  EXPECT_EQ(ledger_.unsettled_count(), 0);
}

TEST_F(PendingLedgerTest, WaitingEndsWhenSomethingIsLeft) {
  std::thread call([this] { ledger_.LeaveToRecovery(kOne, true); });
  while (!ledger_.TakeDue().has_value()) ledger_.AwaitDue(absl::Hours(1));
  call.join();
}

TEST_F(PendingLedgerTest, WakeEndsWaiting) {
  ledger_.Wake();
  ledger_.AwaitDue(absl::Hours(1));
}

}  // namespace
}  // namespace docshare::repository
