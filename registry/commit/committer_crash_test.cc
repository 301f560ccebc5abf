// Crashes and failures of the store at every write, for each kind of command.

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/kv/faulty_kv_store.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/log/local_commit_log.h"
#include "registry/commit/committer.h"
#include "registry/commit/state_machine.h"
#include "registry/index/object_by_uuid.h"
#include "registry/register/feed_patient.h"
#include "registry/register/register_document_set.h"

namespace docshare::registry {
namespace {

using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;
using platform::FaultyKvStore;
using platform::MemoryKvStore;

constexpr int kSubmissions = 6;
const char kCommunity[] = "urn:oid:2.999.1";

std::unique_ptr<RegistryStore> OpenStore(std::unique_ptr<platform::KvStore> kv) {
  return *RegistryStore::Open(std::move(kv), kCommunity, std::string(32, 'k'));
}

storage::v1::Command Feed() {
  storage::v1::Command command;
  command.set_rule_version(kRuleVersion);
  command.set_command_id("feed");
  *command.mutable_feed_patient()->mutable_patient_id() = APatient();
  return command;
}

storage::v1::Command Register(const v1::RegisterDocumentSetRequest& request) {
  storage::v1::Command command;
  command.set_rule_version(kRuleVersion);
  command.set_command_id(request.submission_set().unique_id());
  auto change = PrepareRegisterDocumentSet(request);
  EXPECT_TRUE(change.ok()) << change.status();
  if (change.ok()) *command.mutable_register_document_set() = *std::move(change);
  return command;
}

// A patient, then submissions of three documents each, sent one by one.
std::vector<storage::v1::Command> TheCommands() {
  std::vector<storage::v1::Command> commands = {Feed()};
  for (int i = 0; i < kSubmissions; ++i) {
    commands.push_back(Register(ASubmission()
                                    .WithUniqueId(absl::StrCat("2.999.40.", i))
                                    .With(AnEntry())
                                    .With(AnEntry())
                                    .With(AnEntry())
                                    .Build()));
  }
  return commands;
}

Outcome Send(Committer& committer, const storage::v1::Command& command) {
  auto promise = std::make_shared<std::promise<Outcome>>();
  std::future<Outcome> future = promise->get_future();
  absl::Status submitted = committer.Submit(
      command, [promise](Outcome outcome) { promise->set_value(std::move(outcome)); });
  if (!submitted.ok()) return submitted;
  return future.get();
}

// Which commands were acknowledged by a committer over `kv`.
std::vector<bool> Acknowledged(std::unique_ptr<platform::KvStore> kv,
                               const std::vector<storage::v1::Command>& commands) {
  std::unique_ptr<RegistryStore> store = OpenStore(std::move(kv));
  platform::LocalCommitLog log(store->commit_position(), 1000);
  Committer committer(&log, store.get(), [](const absl::Status&) {});
  std::vector<bool> acknowledged;
  for (const storage::v1::Command& command : commands) {
    acknowledged.push_back(Send(committer, command).ok());
  }
  return acknowledged;
}

// How many objects of a submission are in the store.
int ObjectsPresent(const platform::KvReader& store, const storage::v1::Command& command) {
  int present = 0;
  for (const v1::AssignedId& id : command.register_document_set().assigned_ids()) {
    auto locator = FindObject(store, *EntryUuid::Parse(id.entry_uuid()));
    EXPECT_TRUE(locator.ok()) << locator.status();
    if (locator.ok() && locator->has_value()) ++present;
  }
  return present;
}

void ExpectWhole(MemoryKvStore& base, const std::vector<storage::v1::Command>& commands,
                 const std::vector<bool>& acknowledged, const std::string& context) {
  SCOPED_TRACE(context);
  for (size_t i = 1; i < commands.size(); ++i) {
    const int all = commands[i].register_document_set().assigned_ids_size();
    const int present = ObjectsPresent(base, commands[i]);
    EXPECT_TRUE(present == 0 || present == all) << "submission " << i << ": " << present;
    if (acknowledged[i]) {
      EXPECT_EQ(present, all) << "acknowledged submission " << i << " is lost";
    }
  }
  // The same commands sent again end as if nothing had happened.
  for (bool ok : Acknowledged(std::make_unique<FaultyKvStore>(&base), commands)) EXPECT_TRUE(ok);
  for (size_t i = 1; i < commands.size(); ++i) {
    EXPECT_EQ(ObjectsPresent(base, commands[i]),
              commands[i].register_document_set().assigned_ids_size());
  }
}

class CommitterCrashTest : public ::testing::TestWithParam<FaultyKvStore::CrashingWrite> {};

TEST_P(CommitterCrashTest, CrashAtAnyWriteLosesNoAcknowledgedSubmissionAndKeepsNoHalf) {
  const std::vector<storage::v1::Command> commands = TheCommands();
  // Write 1 makes the database, then one a command.
  for (int64_t crash_at = 2; crash_at <= static_cast<int64_t>(commands.size()) + 1; ++crash_at) {
    for (bool power_lost : {false, true}) {
      MemoryKvStore base;
      auto faulty = std::make_unique<FaultyKvStore>(&base);
      faulty->CrashAtWrite(crash_at, GetParam());
      const std::vector<bool> acknowledged = Acknowledged(std::move(faulty), commands);
      EXPECT_FALSE(acknowledged[crash_at - 2]);
      if (power_lost) base.DropUnsynced();
      ExpectWhole(base, commands, acknowledged,
                  absl::StrCat("crash at write ", crash_at, power_lost ? ", power lost" : ""));
    }
  }
}

TEST_P(CommitterCrashTest, DeterministicRowsAfterCrashAndRepeat) {
  const std::vector<storage::v1::Command> commands = TheCommands();
  MemoryKvStore undisturbed;
  Acknowledged(std::make_unique<FaultyKvStore>(&undisturbed), commands);
  MemoryKvStore crashed;
  auto faulty = std::make_unique<FaultyKvStore>(&crashed);
  faulty->CrashAtWrite(4, GetParam());
  Acknowledged(std::move(faulty), commands);
  Acknowledged(std::make_unique<FaultyKvStore>(&crashed), commands);
  for (const storage::v1::Command& command : commands) {
    EXPECT_EQ(ObjectsPresent(undisturbed, command), ObjectsPresent(crashed, command));
  }
}

INSTANTIATE_TEST_SUITE_P(CrashingWrites, CommitterCrashTest,
                         ::testing::Values(FaultyKvStore::CrashingWrite::kApplied,
                                           FaultyKvStore::CrashingWrite::kLost));

TEST(CommitterFailureTest, FullDiskRefusesTheWriteAndLaterOnesSucceed) {
  const std::vector<storage::v1::Command> commands = TheCommands();
  MemoryKvStore base;
  auto faulty = std::make_unique<FaultyKvStore>(&base);
  faulty->FailAtWrite(4, absl::ResourceExhaustedError("the disk is full"));
  const std::vector<bool> acknowledged = Acknowledged(std::move(faulty), commands);
  EXPECT_EQ(acknowledged, std::vector<bool>({true, true, false, true, true, true, true}));
  EXPECT_EQ(ObjectsPresent(base, commands[2]), 0);
}

TEST(CommitterFailureTest, DiskErrorIsFatalAndNothingIsAcknowledgedAfterIt) {
  const std::vector<storage::v1::Command> commands = TheCommands();
  MemoryKvStore base;
  auto faulty = std::make_unique<FaultyKvStore>(&base);
  faulty->FailAtWrite(3, absl::InternalError("input/output error"));
  std::unique_ptr<RegistryStore> store = OpenStore(std::move(faulty));
  platform::LocalCommitLog log(0, 1000);
  std::promise<absl::Status> fatal;
  Committer committer(&log, store.get(),
                      [&fatal](const absl::Status& status) { fatal.set_value(status); });
  EXPECT_TRUE(Send(committer, commands[0]).ok());
  EXPECT_TRUE(absl::IsUnavailable(Send(committer, commands[1]).status()));
  EXPECT_TRUE(absl::IsInternal(fatal.get_future().get()));
  EXPECT_TRUE(absl::IsUnavailable(Send(committer, commands[2]).status()));
}

}  // namespace
}  // namespace docshare::registry
