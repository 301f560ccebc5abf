// The same log gives the same bytes: on every replica, however its commands are grouped into
// batches, and after an upgrade.

#include <openssl/sha.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/kv/pending_writes.h"
#include "registry/commit/state_machine.h"
#include "registry/commit/testing/every_command.h"

namespace docshare::registry {
namespace {

using storage::v1::Command;
using Rows = std::map<std::string, std::string>;

// Where the log of rule version 2 is, and what it makes. The log is as it would lie in Kafka: it is
// never written anew. A digest that changes means that replicas of two releases would differ. A
// release that is to change what a command does raises kRuleVersion, keeps the old behaviour for
// this log, and adds a log of its own.
constexpr char kLogOfVersion2[] = "registry/commit/testdata/rule_version_2.textproto";
constexpr char kDigestOfVersion2[] =
    "df79c6b98041f3d707962546926575a07dd891ebbb512beee95a7e99f20d0ffe";

std::vector<Command> Commands(const std::vector<LoggedCommand>& log) {
  std::vector<Command> commands;
  for (const LoggedCommand& logged : log) commands.push_back(logged.command);
  return commands;
}

Rows RowsOf(const platform::MemoryKvStore& store) {
  Rows rows;
  for (auto it = store.Scan("", ""); it->Valid(); it->Next()) {
    rows.emplace(std::string(it->key()), std::string(it->value()));
  }
  return rows;
}

// Every row after the log was applied in groups of the sizes that `next_size` gives.
template <typename NextSize>
Rows RowsInGroups(const std::vector<Command>& log, NextSize next_size) {
  platform::MemoryKvStore store;
  for (size_t begin = 0; begin < log.size();) {
    const size_t end = std::min(begin + next_size(), log.size());
    platform::PendingWrites pending(&store);
    for (; begin < end; ++begin) {
      platform::KvBatch rows;
      if (Apply(log[begin], begin + 1, pending, rows).ok()) pending.Absorb(rows);
    }
    EXPECT_TRUE(store.Write(pending.TakeBatch(), platform::Durability::kSynced).ok());
  }
  return RowsOf(store);
}

Rows RowsInGroupsOf(const std::vector<Command>& log, size_t size) {
  return RowsInGroups(log, [size] { return size; });
}

std::string DigestOf(const Rows& rows) {
  std::string bytes;
  for (const auto& [key, value] : rows) {
    absl::StrAppend(&bytes, key.size(), " ", value.size(), " ", key, value);
  }
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof(digest)));
}

std::vector<Command> ReadLog(const std::string& path) {
  const std::string runfiles =
      absl::StrCat(std::getenv("TEST_SRCDIR"), "/", std::getenv("TEST_WORKSPACE"), "/", path);
  std::ifstream file(runfiles);
  std::stringstream text;
  text << file.rdbuf();
  std::vector<Command> log;
  for (absl::string_view command : absl::StrSplit(text.str(), "# Next command.\n")) {
    if (command.empty()) continue;
    log.emplace_back();
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(std::string(command), &log.back()));
  }
  return log;
}

TEST(DeterminismTest, LogHasEveryKindOfCommandAndEndsAsItSays) {
  std::set<int> kinds;
  platform::MemoryKvStore store;
  uint64_t position = 0;
  for (const LoggedCommand& logged : EveryCommand()) {
    SCOPED_TRACE(logged.name);
    platform::KvBatch rows;
    const Outcome outcome = Apply(logged.command, ++position, store, rows);
    EXPECT_EQ(outcome.ok(), logged.accepted) << outcome.status();
    EXPECT_TRUE(outcome.ok() || rows.empty());
    ASSERT_TRUE(store.Write(rows, platform::Durability::kSynced).ok());
    if (outcome.ok()) kinds.insert(logged.command.change_case());
  }
  const auto* change = Command::descriptor()->FindOneofByName("change");
  EXPECT_EQ(static_cast<int>(kinds.size()), change->field_count());
}

TEST(DeterminismTest, TwoReplicasHaveTheSameBytes) {
  const std::vector<Command> log = Commands(EveryCommand());
  const Rows rows = RowsInGroupsOf(log, 1);
  EXPECT_GT(rows.size(), 100u);
  EXPECT_EQ(rows, RowsInGroupsOf(log, 1));
}

TEST(DeterminismTest, GroupingChangesNothing) {
  const std::vector<Command> log = Commands(EveryCommand());
  const Rows one_by_one = RowsInGroupsOf(log, 1);
  for (size_t size : {size_t{2}, size_t{3}, size_t{7}, log.size()}) {
    EXPECT_EQ(one_by_one, RowsInGroupsOf(log, size)) << "groups of " << size;
  }
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    std::mt19937_64 bits(seed);
    EXPECT_EQ(one_by_one, RowsInGroups(log, [&bits] { return 1 + bits() % 6; })) << "seed " << seed;
  }
}

TEST(DeterminismTest, CommandsReadFromBytesDoTheSame) {
  std::vector<Command> log = Commands(EveryCommand());
  const Rows rows = RowsInGroupsOf(log, 1);
  for (Command& command : log) {
    Command copy;
    ASSERT_TRUE(copy.ParseFromString(command.SerializeAsString()));
    command = copy;
  }
  EXPECT_EQ(rows, RowsInGroupsOf(log, 1));
}

// A replica that meets a command of a release it does not know must not guess.
TEST(DeterminismTest, CommandsOfUnknownRuleVersionsAreRefusedAndChangeNothing) {
  const std::vector<Command> log = Commands(EveryCommand());
  platform::MemoryKvStore store;
  for (size_t i = 0; i < log.size(); ++i) {
    for (uint32_t version : {0u, 1u, kRuleVersion + 1, 1000u}) {
      Command foreign = log[i];
      foreign.set_rule_version(version);
      platform::KvBatch rows;
      const Outcome outcome = Apply(foreign, i + 1, store, rows);
      EXPECT_TRUE(absl::IsFailedPrecondition(outcome.status())) << outcome.status();
      EXPECT_TRUE(rows.empty());
    }
    platform::KvBatch rows;
    Apply(log[i], i + 1, store, rows).IgnoreError();
    ASSERT_TRUE(store.Write(rows, platform::Durability::kSynced).ok());
  }
  EXPECT_EQ(RowsOf(store), RowsInGroupsOf(log, 1));
}

TEST(DeterminismTest, LogOfRuleVersion2MakesTheSameDatabaseForEver) {
  const std::vector<Command> log = ReadLog(kLogOfVersion2);
  ASSERT_FALSE(log.empty());
  for (const Command& command : log) EXPECT_EQ(command.rule_version(), 2u);
  EXPECT_EQ(DigestOf(RowsInGroupsOf(log, 1)), kDigestOfVersion2);
}

}  // namespace
}  // namespace docshare::registry
