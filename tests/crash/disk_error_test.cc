// Lets calls to the disk of one server fail with EIO while many publish, fetch and remove and keys
// are rotated, and looks at what is left: nothing acknowledged is lost, and no reader gets wrong
// bytes. A server may end itself over a write that failed; it must start again from what is there.
//
// DOCSHARE_CRASH_SEED repeats the choices of a run, DOCSHARE_DISK_ERRORS sets how many rounds.

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "tests/crash/aftermath.h"
#include "tests/crash/environment_number.h"
#include "tests/crash/faulty_disk.h"
#include "tests/crash/mixed_load.h"
#include "tests/real_data/real_data.h"
#include "tests/stack/personal_data.h"
#include "tests/stack/stack.h"

namespace docshare::tests {
namespace {

constexpr int kRoundsBetweenLooks = 3;
constexpr absl::Duration kFaultLimit = absl::Seconds(3);
constexpr absl::Duration kMendLimit = absl::Seconds(60);
constexpr int64_t kForGood = std::numeric_limits<int64_t>::max();

const char* Name(uint32_t kinds) {
  switch (kinds) {
    case kReadFaults:
      return "reads";
    case kWriteFaults:
      return "writes";
    case kSyncFaults:
      return "syncs";
    default:
      return "all calls";
  }
}

class DiskErrorTest : public ::testing::Test {
 protected:
  DiskErrorTest() : seed_(EnvironmentNumber("DOCSHARE_CRASH_SEED", std::random_device()())) {
    std::printf("DOCSHARE_CRASH_SEED=%llu\n", static_cast<unsigned long long>(seed_));
    random_.seed(seed_);
  }

  void SetUp() override {
    auto disk = FaultyDisk::Create(std::getenv("TEST_TMPDIR"));
    ASSERT_TRUE(disk.ok()) << disk.status();
    disk_ = *std::move(disk);
    StackOptions options;
    options.server_environment = disk_->environment();
    // Small, so that reads reach the disk.
    options.change_registry = [](config::v1::RegistryConfig& config) {
      config.set_block_cache_mib(1);
    };
    options.change_repository = [](int, config::v1::RepositoryConfig& config) {
      MixedLoad::Permit(config);
    };
    auto stack = Stack::Start(options);
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = *std::move(stack);
    using Code = absl::StatusCode;
    const Tolerated trouble = {Code::kInternal, Code::kDataLoss};
    load_ = std::make_unique<MixedLoad>(
        stack_.get(), random_(),
        MixedLoad::Options{
            .publish = trouble, .fetch = trouble, .remove = trouble, .rotate = trouble});
    const absl::Status prepared = load_->Prepare();
    ASSERT_TRUE(prepared.ok()) << prepared;
  }

  void TearDown() override {
    if (!HasFailure() || stack_ == nullptr) return;
    for (ServerProcess* server : stack_->servers()) {
      std::printf("%s, %s:\n%s\n", server->log_path().c_str(),
                  server->IsRunning() ? "it runs" : "it ended", server->EndOfLog().c_str());
    }
  }

  int64_t Draw(int64_t least, int64_t most) {
    return std::uniform_int_distribution<int64_t>(least, most)(random_);
  }

  // A moment nobody chose: this is what the pauses are for.
  void PauseUpTo(int milliseconds) {
    absl::SleepFor(absl::Microseconds(Draw(0, milliseconds * 1000)));
  }

  FaultyDisk::Faults ChooseFaults() {
    constexpr uint32_t kKinds[] = {kReadFaults, kWriteFaults, kSyncFaults,
                                   kReadFaults | kWriteFaults | kSyncFaults};
    constexpr int64_t kCounts[] = {1, 3, kForGood};
    const uint32_t kinds = kKinds[Draw(0, 3)];
    // Most reads find what they want in memory.
    return {.kinds = kinds,
            .calls_before = Draw(0, kinds == kReadFaults ? 10 : 100),
            .count = kCounts[Draw(0, 2)]};
  }

  // Servers 1 and 2 are the repositories.
  size_t Acknowledged(size_t server) const {
    const Publishers& publishers = load_->publishers();
    if (server == 0) return publishers.acknowledged(0) + publishers.acknowledged(1);
    return publishers.acknowledged(static_cast<int>(server) - 1);
  }

  // Ends the faults. The victim then goes on, or ends itself and can be started again. Returns
  // whether it had ended.
  bool Mend(size_t victim) {
    ServerProcess& server = *stack_->servers()[victim];
    if (!server.IsRunning() && Draw(0, 1) == 0) {
      // The disk is still bad: the server serves or says why not, and harms nothing.
      if (server.Start().ok()) PauseUpTo(100);
    }
    faults_ += disk_->Disarm();
    const size_t before = Acknowledged(victim);
    const absl::Time until = absl::Now() + kMendLimit;
    while (server.IsRunning() && Acknowledged(victim) == before && absl::Now() < until) {
      absl::SleepFor(absl::Milliseconds(5));
    }
    if (server.IsRunning()) {
      EXPECT_GT(Acknowledged(victim), before) << server.log_path() << ": it does not go on";
      return false;
    }
    ++deaths_;
    const absl::Status started = server.Start();
    EXPECT_TRUE(started.ok()) << started;
    return true;
  }

  const uint64_t seed_;
  std::mt19937_64 random_;
  uint64_t faults_ = 0;
  int deaths_ = 0;
  std::unique_ptr<FaultyDisk> disk_;
  std::unique_ptr<Stack> stack_;
  std::unique_ptr<MixedLoad> load_;
};

TEST_F(DiskErrorTest, NothingAcknowledgedIsLost) {
  const int rounds = static_cast<int>(EnvironmentNumber("DOCSHARE_DISK_ERRORS", 3));
  for (int round = 1; round <= rounds; ++round) {
    const size_t victim = static_cast<size_t>(Draw(0, kRepositories));
    ServerProcess& server = *stack_->servers()[victim];
    const FaultyDisk::Faults faults = ChooseFaults();
    load_->Begin();
    PauseUpTo(300);
    disk_->Arm(server.data_dir(), faults);
    const bool struck = disk_->AwaitFault(kFaultLimit);
    PauseUpTo(300);
    const bool died = Mend(victim);
    ASSERT_FALSE(HasFailure());
    PauseUpTo(200);
    const absl::Status ended = load_->End();
    ASSERT_TRUE(ended.ok()) << ended;
    for (ServerProcess* each : stack_->servers())
      ASSERT_TRUE(each->IsRunning()) << each->log_path();
    auto fates = load_->Settle();
    ASSERT_TRUE(fates.ok()) << fates.status();
    std::printf(
        "disk error %2d: %s of server %zu after %d calls, %s: %s; %zu submissions, %zu "
        "whole, %zu never were\n",
        round, Name(faults.kinds), victim, static_cast<int>(faults.calls_before),
        faults.count == kForGood ? "for good" : "for a while",
        !struck ? "no call came"
        : died  ? "it ended"
                : "it went on",
        load_->attempts().size(), fates->whole, fates->never_was);
    std::fflush(stdout);
    if (round % kRoundsBetweenLooks != 0 && round != rounds) continue;
    const absl::Status databases = CheckDatabases(*stack_, MixedLoad::Patients());
    ASSERT_TRUE(databases.ok()) << databases;
  }
  auto fates = load_->CheckAll();
  ASSERT_TRUE(fates.ok()) << fates.status();
  std::printf("%d rounds, %llu calls failed, %d servers ended: %s; %zu are left whole\n", rounds,
              static_cast<unsigned long long>(faults_), deaths_, ToString(load_->totals()).c_str(),
              fates->whole);
  EXPECT_GT(faults_, 0u);
  for (ServerProcess* server : stack_->servers()) {
    const auto log = ReadFile(server->log_path());
    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_EQ(absl::StrJoin(PersonalDataIn(*log), ", "), "") << server->log_path();
  }
}

}  // namespace
}  // namespace docshare::tests
