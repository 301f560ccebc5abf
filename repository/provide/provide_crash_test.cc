// The process, or the power, dies at every write of a provided submission, under every behaviour of
// the registry. After a restart and recovery each submission is whole or was never there: nothing
// is pending, no bytes are nobody's, and what the registry has can be retrieved.

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "platform/kv/faulty_kv_store.h"
#include "platform/kv/memory_kv_store.h"
#include "platform/kv/temporary_folder.h"
#include "repository/provide/testing/repository_process.h"

namespace docshare::repository {
namespace {

using docshare::testing::AnEntry;
using CrashingWrite = platform::FaultyKvStore::CrashingWrite;

struct Scenario {
  const char* name;
  std::function<void(FakeRegistryClient&)> prepare;
};

const std::vector<Scenario>& Scenarios() {
  static const std::vector<Scenario>* scenarios = new std::vector<Scenario>{
      {"the registry answers", [](FakeRegistryClient&) {}},
      {"the registry refuses",
       [](FakeRegistryClient& registry) {
         registry.FailNext(XdsError(XdsErrorCode::kUnknownPatientId, "", ""));
       }},
      {"the registry's answer is lost",
       [](FakeRegistryClient& registry) {
         registry.LoseNextAnswer(absl::DeadlineExceededError("lost"));
       }},
      {"the registry is not there",
       [](FakeRegistryClient& registry) { registry.FailNext(absl::UnavailableError("down")); }}};
  return *scenarios;
}

enum class Loss { kProcess, kPower };

class ProvideCrashTest : public ::testing::Test {
 protected:
  // Provides three documents, one of which the repository has already, and crashes at that write.
  // False when the submission needs fewer writes.
  bool CrashAt(int64_t write, CrashingWrite outcome, Loss loss, const Scenario& scenario) {
    SCOPED_TRACE(absl::StrCat(scenario.name, ", write ", write,
                              outcome == CrashingWrite::kApplied ? " applied" : " lost",
                              loss == Loss::kPower ? ", power lost" : ""));
    platform::FakeClock clock(absl::FromUnixSeconds(1'700'000'000));
    platform::MemoryKvStore base;
    platform::TemporaryFolder folder;
    const std::string documents = absl::StrCat(folder.path(), "/documents");
    FakeRegistryClient registry;
    Provision before = AProvisionOf(AnEntry().AsFromSource(), "had already");
    {
      RepositoryProcess process(&base, &registry, &clock, documents);
      EXPECT_TRUE(process.Provide(before).ok());
    }
    Provision provision = AProvision({"one", std::string(2'000'000, '2'), "had already"});
    provision.metadata.mutable_document_entries(2)->set_unique_id(
        before.metadata.document_entries(0).unique_id());

    bool crashed;
    absl::Status answer;
    {
      platform::FaultyKvStore faulty(&base);
      RepositoryProcess process(&faulty, &registry, &clock, documents);
      scenario.prepare(registry);
      faulty.CrashAtWrite(faulty.write_count() + write, outcome);
      answer = process.Provide(provision).status();
      process.recovery()->SettleDue();
      crashed = faulty.crashed();
    }
    if (loss == Loss::kPower) base.DropUnsynced();

    RepositoryProcess restarted(&base, &registry, &clock, documents);
    restarted.Recover();
    ExpectWholeOrNothing(restarted, registry, provision, answer);
    EXPECT_EQ(restarted.BytesOf(before.metadata.document_entries(0).unique_id()), "had already");
    return crashed;
  }

  void ExpectWholeOrNothing(const RepositoryProcess& process, const FakeRegistryClient& registry,
                            const Provision& provision, const absl::Status& answer) {
    const bool registered = registry.registered().size() == 2;
    EXPECT_TRUE(registered || !answer.ok()) << "an acknowledged submission is lost";
    for (int i = 0; i < 2; ++i) {
      absl::optional<std::string> bytes =
          process.BytesOf(provision.metadata.document_entries(i).unique_id());
      EXPECT_EQ(bytes, registered ? absl::make_optional(provision.documents[i]) : absl::nullopt);
    }
    EXPECT_EQ(process.PendingRows(), 0);
    EXPECT_EQ(process.Orphans(), 0);
    EXPECT_EQ(process.ContentRows(), registered ? 3 : 1);
  }
};

TEST_F(ProvideCrashTest, EveryWriteEveryRegistry) {
  int crashes = 0;
  for (const Scenario& scenario : Scenarios()) {
    for (CrashingWrite outcome : {CrashingWrite::kApplied, CrashingWrite::kLost}) {
      for (Loss loss : {Loss::kProcess, Loss::kPower}) {
        for (int64_t write = 1; CrashAt(write, outcome, loss, scenario); ++write) ++crashes;
      }
    }
  }
  // Bytes of three documents, the dropped third, pending, settled: at least six writes each.
  EXPECT_GE(crashes, 4 * 2 * 2 * 6);
}

// The restart itself dies, at every write, and is repeated.
TEST_F(ProvideCrashTest, EveryWriteOfTheRecovery) {
  for (const Scenario& scenario : Scenarios()) {
    for (int64_t write = 1, crashed = 1; crashed != 0; ++write) {
      SCOPED_TRACE(absl::StrCat(scenario.name, ", write ", write));
      platform::FakeClock clock(absl::FromUnixSeconds(1'700'000'000));
      platform::MemoryKvStore base;
      platform::TemporaryFolder folder;
      const std::string documents = absl::StrCat(folder.path(), "/documents");
      FakeRegistryClient registry;
      Provision provision = AProvision({"one", std::string(2'000'000, '2')});
      {
        RepositoryProcess process(&base, &registry, &clock, documents);
        registry.FailNext(absl::UnavailableError("down"));
        EXPECT_EQ(process.Provide(provision).status().code(), absl::StatusCode::kUnavailable);
      }
      scenario.prepare(registry);
      {
        platform::FaultyKvStore faulty(&base);
        RepositoryProcess process(&faulty, &registry, &clock, documents);
        faulty.CrashAtWrite(faulty.write_count() + write, CrashingWrite::kLost);
        clock.Advance(PendingLedger::kAttemptLinger);
        process.recovery()->SettleDue();
        crashed = faulty.crashed() ? 1 : 0;
      }
      base.DropUnsynced();

      RepositoryProcess restarted(&base, &registry, &clock, documents);
      restarted.Recover();

      const bool registered = !registry.registered().empty();
      for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(restarted.BytesOf(provision.metadata.document_entries(i).unique_id()),
                  registered ? absl::make_optional(provision.documents[i]) : absl::nullopt);
      }
      EXPECT_EQ(restarted.PendingRows(), 0);
      EXPECT_EQ(restarted.Orphans(), 0);
      EXPECT_EQ(restarted.ContentRows(), registered ? 2 : 0);
    }
  }
}

}  // namespace
}  // namespace docshare::repository
