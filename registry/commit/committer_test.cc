#include "registry/commit/committer.h"

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/kv/faulty_kv_store.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/log/local_commit_log.h"
#include "platform/log/memory_commit_log.h"
#include "registry/commit/state_machine.h"
#include "registry/register/feed_patient.h"
#include "registry/register/register_document_set.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;

storage::v1::Command Command(const std::string& id) {
  storage::v1::Command command;
  command.set_rule_version(kRuleVersion);
  command.set_command_id(id);
  return command;
}

storage::v1::Command Feed(const std::string& command_id, const std::string& patient) {
  storage::v1::Command command = Command(command_id);
  *command.mutable_feed_patient()->mutable_patient_id() = APatient(patient);
  return command;
}

storage::v1::Command Register(const std::string& command_id,
                              const v1::RegisterDocumentSetRequest& request) {
  storage::v1::Command command = Command(command_id);
  auto change = PrepareRegisterDocumentSet(request);
  EXPECT_TRUE(change.ok()) << change.status();
  if (change.ok()) *command.mutable_register_document_set() = *std::move(change);
  return command;
}

// Sends a command and waits for its outcome.
Outcome Send(Committer& committer, const storage::v1::Command& command) {
  std::promise<Outcome> promise;
  absl::Status submitted = committer.Submit(
      command, [&promise](Outcome outcome) { promise.set_value(std::move(outcome)); });
  if (!submitted.ok()) return submitted;
  return promise.get_future().get();
}

std::unique_ptr<RegistryStore> OpenStore(std::unique_ptr<platform::KvStore> kv) {
  return *RegistryStore::Open(std::move(kv), "urn:oid:2.999.1", std::string(32, 'k'));
}

class CommitterTest : public ::testing::Test {
 protected:
  CommitterTest()
      : store_(OpenStore(std::make_unique<platform::MemoryKvStore>())),
        log_(0, 10000),
        committer_(&log_, store_.get(),
                   [](const absl::Status& status) { ADD_FAILURE() << status; }) {}

  std::unique_ptr<RegistryStore> store_;
  platform::LocalCommitLog log_;
  Committer committer_;
};

TEST_F(CommitterTest, AnswersWithTheOutcomeAndMovesThePosition) {
  Outcome outcome = Send(committer_, Feed("a", "12838520020"));
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(std::get<v1::FeedPatientResponse>(*outcome).commit_position(), 1u);
  EXPECT_EQ(store_->commit_position(), 1u);
}

TEST_F(CommitterTest, AnswersARefusalAndGoesOn) {
  Outcome refused = Send(committer_, Register("a", ASubmission().With(AnEntry()).Build()));
  EXPECT_TRUE(absl::IsFailedPrecondition(refused.status()));
  EXPECT_TRUE(Send(committer_, Feed("b", "12838520020")).ok());
  EXPECT_TRUE(Send(committer_, Register("c", ASubmission().With(AnEntry()).Build())).ok());
}

TEST_F(CommitterTest, LaterCommandsOfAGroupSeeEarlierOnes) {
  // All are in the log before the first group is cut off it, or nearly so: the outcome must not
  // depend on that.
  std::vector<std::promise<Outcome>> outcomes(3);
  const auto same = ASubmission().With(AnEntry()).Build();
  const storage::v1::Command commands[] = {Feed("a", "12838520020"), Register("b", same),
                                           Register("c", same)};
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(
        committer_
            .Submit(commands[i],
                    [&outcomes, i](Outcome outcome) { outcomes[i].set_value(std::move(outcome)); })
            .ok());
  }
  ASSERT_TRUE(outcomes[0].get_future().get().ok());
  Outcome first = outcomes[1].get_future().get();
  ASSERT_TRUE(first.ok()) << first.status();
  Outcome repeat = outcomes[2].get_future().get();
  ASSERT_TRUE(repeat.ok()) << repeat.status();
  EXPECT_TRUE(std::get<v1::RegisterDocumentSetResponse>(*repeat).already_registered());
}

// A commit log that hands out what it holds only once it holds all of it, as one group.
class HeldBackLog final : public platform::CommitLog {
 public:
  explicit HeldBackLog(uint64_t entries) : log_(0, 1000), entries_(entries) {}

  absl::StatusOr<uint64_t> Append(std::string command) override {
    auto position = log_.Append(std::move(command));
    if (position.ok() && *position == entries_) full_.set_value();
    return position;
  }
  absl::StatusOr<std::vector<platform::LogEntry>> ReadAfter(uint64_t position,
                                                            size_t max_bytes) override {
    full_future_.wait();
    return log_.ReadAfter(position, max_bytes);
  }
  void Applied(uint64_t position) override { log_.Applied(position); }
  bool Withdraw(uint64_t position) override { return log_.Withdraw(position); }
  void Close() override { log_.Close(); }

 private:
  platform::LocalCommitLog log_;
  const uint64_t entries_;
  std::promise<void> full_;
  std::shared_future<void> full_future_ = full_.get_future().share();
};

// The second one was judged by what the first one would have made.
TEST(CommitterFullDiskTest, RefusalsThatRestOnWhatWasNotStoredAreNotGiven) {
  platform::MemoryKvStore base;
  auto faulty = std::make_unique<platform::FaultyKvStore>(&base);
  faulty->FailAtWrite(2, absl::ResourceExhaustedError("the disk is full"));
  std::unique_ptr<RegistryStore> store = OpenStore(std::move(faulty));
  HeldBackLog log(3);
  Committer committer(&log, store.get(),
                      [](const absl::Status& status) { ADD_FAILURE() << status; });
  auto other = ASubmission().With(AnEntry()).Build();
  other.mutable_submission_set()->mutable_title()->add_localized()->set_value("other");
  const storage::v1::Command commands[] = {Feed("a", "12838520020"),
                                           Register("b", ASubmission().With(AnEntry()).Build()),
                                           Register("c", other)};
  std::vector<std::promise<Outcome>> outcomes(3);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(
        committer
            .Submit(commands[i],
                    [&outcomes, i](Outcome outcome) { outcomes[i].set_value(std::move(outcome)); })
            .ok());
  }
  for (std::promise<Outcome>& outcome : outcomes) {
    const absl::Status status = outcome.get_future().get().status();
    EXPECT_TRUE(absl::IsResourceExhausted(status)) << status;
  }
}

TEST_F(CommitterTest, ManyCallersEachGetTheirOwnOutcome) {
  ASSERT_TRUE(Send(committer_, Feed("patient", "12838520020")).ok());
  constexpr int kCallers = 8;
  constexpr int kEach = 25;
  std::vector<std::thread> callers;
  std::atomic<int> committed{0};
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([&, caller] {
      for (int i = 0; i < kEach; ++i) {
        const std::string set_id = absl::StrCat("2.999.30.", caller, ".", i);
        Outcome outcome =
            Send(committer_,
                 Register(set_id, ASubmission().WithUniqueId(set_id).With(AnEntry()).Build()));
        ASSERT_TRUE(outcome.ok()) << outcome.status();
        EXPECT_FALSE(std::get<v1::RegisterDocumentSetResponse>(*outcome).already_registered());
        ++committed;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(committed, kCallers * kEach);
  EXPECT_EQ(committer_.commands(), kCallers * kEach + 1u);
  EXPECT_LE(committer_.groups(), committer_.commands());
}

TEST_F(CommitterTest, StopAnswersWhatWaitsAndRefusesWhatComes) {
  std::vector<std::future<Outcome>> outcomes;
  std::vector<std::promise<Outcome>> promises(50);
  for (size_t i = 0; i < promises.size(); ++i) {
    outcomes.push_back(promises[i].get_future());
    ASSERT_TRUE(
        committer_
            .Submit(Feed(absl::StrCat("c", i), "12838520020"),
                    [&promises, i](Outcome outcome) { promises[i].set_value(std::move(outcome)); })
            .ok());
  }
  committer_.Stop();
  for (std::future<Outcome>& outcome : outcomes) EXPECT_TRUE(outcome.get().ok());
  EXPECT_TRUE(absl::IsUnavailable(Send(committer_, Feed("late", "12838520020")).status()));
}

TEST(CommitterOverloadTest, RefusesWhatTheLogHasNoRoomFor) {
  auto store = OpenStore(std::make_unique<platform::MemoryKvStore>());
  platform::LocalCommitLog log(0, 0);
  Committer committer(&log, store.get(), [](const absl::Status&) {});
  EXPECT_TRUE(absl::IsResourceExhausted(Send(committer, Feed("a", "12838520020")).status()));
}

TEST(CommitterReplicaTest, CommandsOfAnotherProcessAreAppliedUnanswered) {
  platform::MemoryCommitLog log;
  auto first_store = OpenStore(std::make_unique<platform::MemoryKvStore>());
  auto second_store = OpenStore(std::make_unique<platform::MemoryKvStore>());
  auto fail = [](const absl::Status& status) { ADD_FAILURE() << status; };
  {
    Committer first(&log, first_store.get(), fail);
    Committer second(&log, second_store.get(), fail);
    ASSERT_TRUE(Send(first, Feed("a", "12838520020")).ok());
    ASSERT_TRUE(Send(second, Register("b", ASubmission().With(AnEntry()).Build())).ok());
  }
  EXPECT_EQ(first_store->commit_position(), second_store->commit_position());
}

}  // namespace
}  // namespace docshare::registry
