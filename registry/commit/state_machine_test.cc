#include "registry/commit/state_machine.h"

#include <map>
#include <string>
#include <vector>

#include "domain/metadata/association_type.h"
#include "domain/metadata/testing/submission_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/kv/pending_writes.h"
#include "registry/register/feed_patient.h"
#include "registry/register/register_document_set.h"

namespace docshare::registry {
namespace {

using docshare::testing::AFolder;
using docshare::testing::AnEntry;
using docshare::testing::APatient;
using docshare::testing::ASubmission;

storage::v1::Command Feed(const std::string& id) {
  storage::v1::Command command;
  command.set_rule_version(kRuleVersion);
  command.set_accepted_s(1700000000);
  *command.mutable_feed_patient()->mutable_patient_id() = APatient(id);
  return command;
}

storage::v1::Command Register(const v1::RegisterDocumentSetRequest& request) {
  storage::v1::Command command;
  command.set_rule_version(kRuleVersion);
  command.set_accepted_s(1700000000);
  auto change = PrepareRegisterDocumentSet(request);
  EXPECT_TRUE(change.ok()) << change.status();
  if (change.ok()) *command.mutable_register_document_set() = *std::move(change);
  return command;
}

storage::v1::Command RegisterOnDemand(const v1::RegisterDocumentSetRequest& request) {
  storage::v1::Command command;
  command.set_rule_version(kRuleVersion);
  command.set_accepted_s(1700000001);
  v1::RegisterOnDemandDocumentEntryRequest on_demand;
  *on_demand.mutable_submission_set() = request.submission_set();
  *on_demand.mutable_document_entries() = request.document_entries();
  *on_demand.mutable_associations() = request.associations();
  auto change = PrepareRegisterOnDemandDocumentEntry(on_demand);
  EXPECT_TRUE(change.ok()) << change.status();
  if (change.ok()) *command.mutable_register_on_demand_document_entry() = *std::move(change);
  return command;
}

// A log with every kind of registration in it: feeds, submissions, folders, replacements with
// dependents and folders, on-demand entries, repeats, refusals.
std::vector<storage::v1::Command> ALog() {
  std::vector<storage::v1::Command> log = {Feed("12838520020"), Feed("30916130186")};
  const auto repeated = ASubmission().With(AnEntry()).With(AnEntry()).Build();
  log.push_back(Register(repeated));
  log.push_back(Register(ASubmission().With(AnEntry()).OfPatient("30916130186").Build()));
  log.push_back(Register(repeated));
  log.push_back(Register(ASubmission().With(AnEntry()).OfPatient("20891270128").Build()));
  log.push_back(Feed("12838520020"));
  log.push_back(Register(ASubmission().With(AnEntry().ByAuthor("NORDMANN", "KARI")).Build()));
  constexpr char kOld[] = "urn:uuid:00000000-0000-4000-8000-000000000001";
  constexpr char kFolder[] = "urn:uuid:00000000-0000-4000-8000-000000000002";
  log.push_back(Register(ASubmission()
                             .With(AnEntry().WithEntryUuid(kOld))
                             .With(AFolder().WithEntryUuid(kFolder))
                             .With(AFolder().WithEntryUuid("f"))
                             .Filing(kOld, kFolder)
                             .Filing(kOld, "f")
                             .WithRelated(AnEntry().WithEntryUuid("a"), kAppend, kOld)
                             .WithRelated(AnEntry().WithEntryUuid("t"), kTransform, "a")
                             .Build()));
  log.push_back(Register(ASubmission().WithRelated(AnEntry(), kAppend, kOld).Build()));
  const auto replacement = ASubmission().WithRelated(AnEntry(), kReplace, kOld).Build();
  log.push_back(Register(replacement));
  log.push_back(Register(ASubmission().WithRelated(AnEntry(), kReplace, kOld).Build()));
  log.push_back(Register(replacement));
  log.push_back(RegisterOnDemand(ASubmission().With(AnEntry().AsOnDemand()).Build()));
  return log;
}

// Every row after the log was applied in groups of `group` commands.
std::map<std::string, std::string> RowsAfter(const std::vector<storage::v1::Command>& log,
                                             size_t group) {
  platform::MemoryKvStore store;
  for (size_t begin = 0; begin < log.size(); begin += group) {
    platform::PendingWrites pending(&store);
    for (size_t i = begin; i < std::min(begin + group, log.size()); ++i) {
      platform::KvBatch rows;
      if (Apply(log[i], i + 1, pending, rows).ok()) pending.Absorb(rows);
    }
    EXPECT_TRUE(store.Write(pending.TakeBatch(), platform::Durability::kSynced).ok());
  }
  std::map<std::string, std::string> rows;
  for (auto it = store.Scan("", ""); it->Valid(); it->Next()) {
    rows.emplace(std::string(it->key()), std::string(it->value()));
  }
  return rows;
}

TEST(StateMachineTest, SameLogGivesSameBytesHoweverItIsGrouped) {
  const std::vector<storage::v1::Command> log = ALog();
  const auto one_by_one = RowsAfter(log, 1);
  EXPECT_GT(one_by_one.size(), 100u);
  EXPECT_EQ(one_by_one, RowsAfter(log, 1));
  EXPECT_EQ(one_by_one, RowsAfter(log, 3));
  EXPECT_EQ(one_by_one, RowsAfter(log, log.size()));
}

TEST(StateMachineTest, CommandReadBackFromBytesGivesTheSameRows) {
  std::vector<storage::v1::Command> log = ALog();
  const auto rows = RowsAfter(log, 1);
  for (storage::v1::Command& command : log) {
    storage::v1::Command copy;
    ASSERT_TRUE(copy.ParseFromString(command.SerializeAsString()));
    command = copy;
  }
  EXPECT_EQ(rows, RowsAfter(log, 1));
}

TEST(StateMachineTest, RefusedCommandAddsNoRow) {
  platform::MemoryKvStore store;
  platform::KvBatch rows;
  EXPECT_FALSE(Apply(Register(ASubmission().With(AnEntry()).Build()), 1, store, rows).ok());
  EXPECT_TRUE(rows.empty());
}

TEST(StateMachineTest, RefusesRuleVersionsItDoesNotKnow) {
  platform::MemoryKvStore store;
  for (uint32_t version : {0u, 1u, kRuleVersion + 1}) {
    storage::v1::Command command = Feed("12838520020");
    command.set_rule_version(version);
    platform::KvBatch rows;
    EXPECT_TRUE(absl::IsFailedPrecondition(Apply(command, 1, store, rows).status()));
    EXPECT_TRUE(rows.empty());
  }
}

TEST(StateMachineTest, RefusesACommandWithoutChange) {
  platform::MemoryKvStore store;
  storage::v1::Command command;
  command.set_rule_version(kRuleVersion);
  platform::KvBatch rows;
  EXPECT_TRUE(absl::IsInvalidArgument(Apply(command, 1, store, rows).status()));
}

}  // namespace
}  // namespace docshare::registry
