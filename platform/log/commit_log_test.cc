// The contract every CommitLog keeps, and what is particular to each home.

#include "platform/log/commit_log.h"

#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/log/local_commit_log.h"
#include "platform/log/memory_commit_log.h"

namespace docshare::platform {
namespace {

using ::testing::IsEmpty;

constexpr size_t kNoLimit = 1 << 20;

using Factory = std::unique_ptr<CommitLog> (*)();

std::unique_ptr<CommitLog> Local() { return std::make_unique<LocalCommitLog>(0, 1 << 20); }
std::unique_ptr<CommitLog> Memory() { return std::make_unique<MemoryCommitLog>(); }

class CommitLogContractTest : public ::testing::TestWithParam<Factory> {
 protected:
  std::unique_ptr<CommitLog> log_ = GetParam()();
};

std::vector<std::string> Commands(const std::vector<LogEntry>& entries) {
  std::vector<std::string> commands;
  for (const LogEntry& entry : entries) commands.push_back(entry.command);
  return commands;
}

TEST_P(CommitLogContractTest, GivesEntriesBackInTheirOrder) {
  auto first = log_->Append("a");
  auto second = log_->Append("b");
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_LT(*first, *second);
  auto entries = log_->ReadAfter(0, kNoLimit);
  ASSERT_TRUE(entries.ok());
  EXPECT_THAT(Commands(*entries), ::testing::ElementsAre("a", "b"));
  EXPECT_EQ((*entries)[0].position, *first);
  EXPECT_EQ((*entries)[1].position, *second);
}

TEST_P(CommitLogContractTest, StopsAfterMaxBytesButGivesAtLeastOne) {
  for (const char* command : {"aaaa", "bbbb", "cccc"}) ASSERT_TRUE(log_->Append(command).ok());
  auto first = log_->ReadAfter(0, 1);
  ASSERT_TRUE(first.ok());
  EXPECT_THAT(Commands(*first), ::testing::ElementsAre("aaaa"));
  auto rest = log_->ReadAfter(first->back().position, 8);
  ASSERT_TRUE(rest.ok());
  EXPECT_THAT(Commands(*rest), ::testing::ElementsAre("bbbb", "cccc"));
}

TEST_P(CommitLogContractTest, ReaderWaitsForAnEntry) {
  std::thread writer([this] { ASSERT_TRUE(log_->Append("late").ok()); });
  auto entries = log_->ReadAfter(0, kNoLimit);
  writer.join();
  ASSERT_TRUE(entries.ok());
  EXPECT_THAT(Commands(*entries), ::testing::ElementsAre("late"));
}

TEST_P(CommitLogContractTest, CloseRefusesNewEntriesAndDrainsOldOnes) {
  ASSERT_TRUE(log_->Append("a").ok());
  log_->Close();
  EXPECT_EQ(log_->Append("b").status().code(), absl::StatusCode::kUnavailable);
  auto entries = log_->ReadAfter(0, kNoLimit);
  ASSERT_TRUE(entries.ok());
  ASSERT_THAT(Commands(*entries), ::testing::ElementsAre("a"));
  auto after = log_->ReadAfter(entries->back().position, kNoLimit);
  ASSERT_TRUE(after.ok());
  EXPECT_THAT(*after, IsEmpty());
}

TEST_P(CommitLogContractTest, ManyWritersEachGetAPositionOfTheirOwn) {
  constexpr int kWriters = 8;
  constexpr int kEach = 200;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([this, w] {
      for (int i = 0; i < kEach; ++i) {
        ASSERT_TRUE(log_->Append(std::to_string(w * kEach + i)).ok());
      }
    });
  }
  std::set<uint64_t> positions;
  std::set<std::string> commands;
  uint64_t position = 0;
  while (commands.size() < kWriters * kEach) {
    auto entries = log_->ReadAfter(position, 64);
    ASSERT_TRUE(entries.ok());
    for (const LogEntry& entry : *entries) {
      EXPECT_GT(entry.position, position);
      position = entry.position;
      positions.insert(entry.position);
      commands.insert(entry.command);
    }
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(positions.size(), commands.size());
}

INSTANTIATE_TEST_SUITE_P(Homes, CommitLogContractTest, ::testing::Values(&Local, &Memory),
                         [](const auto& home) { return home.index == 0 ? "Local" : "Memory"; });

TEST(LocalCommitLogTest, ContinuesAfterTheAppliedPosition) {
  LocalCommitLog log(41, 10);
  EXPECT_EQ(*log.Append("a"), 42u);
}

TEST(LocalCommitLogTest, RefusesMoreThanMayWait) {
  LocalCommitLog log(0, 2);
  ASSERT_TRUE(log.Append("a").ok());
  ASSERT_TRUE(log.Append("b").ok());
  EXPECT_EQ(log.Append("c").status().code(), absl::StatusCode::kResourceExhausted);
  ASSERT_TRUE(log.ReadAfter(0, kNoLimit).ok());
  EXPECT_TRUE(log.Append("d").ok());
}

TEST(LocalCommitLogTest, TakesBackWhatCouldNotBeStored) {
  LocalCommitLog log(0, 2);
  EXPECT_TRUE(log.Withdraw(1));
}

TEST(MemoryCommitLogTest, CanBeReadAgain) {
  MemoryCommitLog log;
  ASSERT_TRUE(log.Append("a").ok());
  EXPECT_EQ(log.ReadAfter(0, kNoLimit)->size(), 1u);
  EXPECT_EQ(log.ReadAfter(0, kNoLimit)->size(), 1u);
  EXPECT_FALSE(log.Withdraw(1));
}

}  // namespace
}  // namespace docshare::platform
