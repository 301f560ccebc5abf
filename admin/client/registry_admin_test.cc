#include "admin/client/registry_admin.h"

#include <atomic>
#include <string>

#include "admin/client/testing/fake_registry_admin.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace docshare::admin {
namespace {

using registry::v1::WatchDocumentsResponse;

class RegistryAdminTest : public ::testing::Test {
 protected:
  RegistryAdminTest() {
    RegistryAdminOptions options;
    options.registry = fake_.channel();
    options.calls.retry.initial_backoff = absl::Milliseconds(1);
    auto admin = RegistryAdmin::Create(options);
    EXPECT_TRUE(admin.ok()) << admin.status();
    admin_ = *std::move(admin);
  }

  FakeRegistryAdmin fake_;
  std::unique_ptr<RegistryAdmin> admin_;
};

absl::Status GoOn() { return absl::OkStatus(); }

WatchDocumentsResponse Reached(uint64_t position) {
  WatchDocumentsResponse response;
  response.set_reached_position(position);
  return response;
}

TEST_F(RegistryAdminTest, AsksAndGetsAnswers) {
  fake_.status.set_commit_position(17);
  auto status = admin_->GetStatus();
  ASSERT_TRUE(status.ok()) << status.status();
  EXPECT_EQ(status->commit_position(), 17u);
}

TEST_F(RegistryAdminTest, QuestionsAreRepeatedAndWithdrawalsAreNot) {
  fake_.failure = {grpc::StatusCode::UNAVAILABLE, "away"};
  EXPECT_TRUE(absl::IsUnavailable(admin_->Withdraw({}).status()));
  EXPECT_EQ(fake_.withdrawals.size(), 1u);
  v1::WithdrawRequest dry_run;
  dry_run.set_dry_run(true);
  EXPECT_TRUE(absl::IsUnavailable(admin_->Withdraw(dry_run).status()));
  EXPECT_GT(fake_.withdrawals.size(), 2u);
}

TEST_F(RegistryAdminTest, RebuildVisitsEveryResponseAndEnds) {
  fake_.rebuild.resize(3);
  int visited = 0;
  absl::Status status = admin_->RebuildIndexes(
      {},
      [&](const v1::RebuildIndexesResponse&) {
        ++visited;
        return absl::OkStatus();
      },
      GoOn);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(visited, 3);
}

TEST_F(RegistryAdminTest, VisitorEndsAStream) {
  fake_.rebuild.resize(3);
  EXPECT_TRUE(absl::IsAborted(admin_->RebuildIndexes(
      {}, [](const v1::RebuildIndexesResponse&) { return absl::AbortedError("enough"); }, GoOn)));
}

TEST_F(RegistryAdminTest, WatchGoesOnFromThePlaceReachedAfterABreak) {
  WatchDocumentsResponse middle = Reached(5);
  middle.set_reached_number(2);
  fake_.watches = {{Reached(3)}, {middle}, {Reached(9)}};
  uint64_t last = 0;
  absl::Status status = admin_->WatchDocuments(
      {},
      [&](const WatchDocumentsResponse& response) {
        last = response.reached_position();
        return last == 9 ? absl::AbortedError("enough") : absl::OkStatus();
      },
      GoOn);
  EXPECT_TRUE(absl::IsAborted(status));
  ASSERT_EQ(fake_.watch_requests.size(), 3u);
  EXPECT_EQ(fake_.watch_requests[1].after_position(), 3u);
  EXPECT_FALSE(fake_.watch_requests[1].has_after_number());
  EXPECT_EQ(fake_.watch_requests[2].after_position(), 5u);
  EXPECT_EQ(fake_.watch_requests[2].after_number(), 2u);
}

TEST_F(RegistryAdminTest, WatchThatWasNeverAnsweredIsNotRepeated) {
  fake_.failure = {grpc::StatusCode::UNAVAILABLE, "away"};
  EXPECT_TRUE(absl::IsUnavailable(admin_->WatchDocuments(
      {}, [](const WatchDocumentsResponse&) { return absl::OkStatus(); }, GoOn)));
}

TEST_F(RegistryAdminTest, StopEndsASilentStream) {
  fake_.watches = {{Reached(3)}};
  std::atomic<bool> interrupted{false};
  absl::Status status = admin_->WatchDocuments(
      {},
      [&](const WatchDocumentsResponse&) {
        interrupted = true;
        return absl::OkStatus();
      },
      [&] { return interrupted ? absl::CancelledError("interrupted") : absl::OkStatus(); });
  EXPECT_TRUE(absl::IsCancelled(status)) << status;
  EXPECT_EQ(status.message(), "interrupted");
}

}  // namespace
}  // namespace docshare::admin
