// The store crashes at the write of each command, of every kind: what is left is the state before
// the command or after it, never a part, and nothing that was acknowledged is lost.

#include <future>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/kv/faulty_kv_store.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/log/local_commit_log.h"
#include "registry/commit/committer.h"
#include "registry/commit/testing/every_command.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {
namespace {

using platform::FaultyKvStore;
using platform::MemoryKvStore;
using Rows = std::map<std::string, std::string>;

// Every row but the position: that of a refusal alone may be lost and given again.
Rows RowsOf(const MemoryKvStore& store) {
  Rows rows;
  for (auto it = store.Scan("", ""); it->Valid(); it->Next()) {
    if (absl::StrContains(it->key(), "commit_position")) continue;
    rows.emplace(std::string(it->key()), std::string(it->value()));
  }
  return rows;
}

// A registry from opening its store to its end.
class Process {
 public:
  explicit Process(std::unique_ptr<FaultyKvStore> kv)
      : store_(*RegistryStore::Open(std::move(kv), "urn:oid:2.999.1", std::string(32, 'k'))),
        log_(store_->commit_position(), 1000),
        committer_(&log_, store_.get(), [](const absl::Status&) {}) {}

  Outcome Send(const storage::v1::Command& command) {
    auto promise = std::make_shared<std::promise<Outcome>>();
    std::future<Outcome> future = promise->get_future();
    absl::Status submitted = committer_.Submit(
        command, [promise](Outcome outcome) { promise->set_value(std::move(outcome)); });
    if (!submitted.ok()) return submitted;
    return future.get();
  }

 private:
  std::unique_ptr<RegistryStore> store_;
  platform::LocalCommitLog log_;
  Committer committer_;
};

// The rows before the first command, and after each.
std::vector<Rows> UndisturbedRows(const std::vector<LoggedCommand>& log) {
  MemoryKvStore base;
  std::vector<Rows> rows;
  Process process(std::make_unique<FaultyKvStore>(&base));
  rows.push_back(RowsOf(base));
  for (const LoggedCommand& logged : log) {
    EXPECT_EQ(process.Send(logged.command).ok(), logged.accepted) << logged.name;
    rows.push_back(RowsOf(base));
  }
  return rows;
}

struct Crash {
  FaultyKvStore::CrashingWrite write;
  bool power_lost;
};

class EveryCommandCrashTest : public ::testing::TestWithParam<Crash> {};

TEST_P(EveryCommandCrashTest, LeavesTheStateBeforeOrAfterTheCommand) {
  const std::vector<LoggedCommand> log = EveryCommand();
  const std::vector<Rows> undisturbed = UndisturbedRows(log);
  for (size_t crashing = 0; crashing < log.size(); ++crashing) {
    SCOPED_TRACE(log[crashing].name);
    MemoryKvStore base;
    auto kv = std::make_unique<FaultyKvStore>(&base);
    // Write 1 makes the database, then one a command.
    kv->CrashAtWrite(static_cast<int64_t>(crashing) + 2, GetParam().write);
    {
      Process process(std::move(kv));
      for (size_t i = 0; i < crashing; ++i) {
        EXPECT_EQ(process.Send(log[i].command).ok(), log[i].accepted) << log[i].name;
      }
      // A refusal needs no write to be one.
      EXPECT_FALSE(process.Send(log[crashing].command).ok());
    }
    if (GetParam().power_lost) base.DropUnsynced();
    const Rows left = RowsOf(base);
    EXPECT_THAT(left, ::testing::AnyOf(undisturbed[crashing], undisturbed[crashing + 1]));
    const bool was_applied = left == undisturbed[crashing + 1];

    // The process starts again, and its callers send again what was not answered.
    Process process(std::make_unique<FaultyKvStore>(&base));
    for (size_t i = crashing; i < log.size(); ++i) {
      const bool gone = i == crashing && was_applied && log[i].command.has_remove_metadata();
      EXPECT_EQ(process.Send(log[i].command).ok(), log[i].accepted && !gone) << log[i].name;
    }
    // Positions are in rows: they are the same when none was given to a command that was lost with
    // the power, or twice to one that was not.
    if (!was_applied && !GetParam().power_lost) {
      EXPECT_EQ(RowsOf(base), undisturbed.back());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Crashes, EveryCommandCrashTest,
                         ::testing::Values(Crash{FaultyKvStore::CrashingWrite::kApplied, false},
                                           Crash{FaultyKvStore::CrashingWrite::kApplied, true},
                                           Crash{FaultyKvStore::CrashingWrite::kLost, false},
                                           Crash{FaultyKvStore::CrashingWrite::kLost, true}));

}  // namespace
}  // namespace docshare::registry
