// Lets the disks of servers run full while many publish, fetch and remove and keys are rotated, and
// looks at what goes on, what comes back once there is room, and what is left.
//
// DOCSHARE_CRASH_SEED repeats the choices of a run, DOCSHARE_FULL_DISKS sets how many rounds.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/kv/small_disk.h"
#include "tests/crash/aftermath.h"
#include "tests/crash/attempt.h"
#include "tests/crash/environment_number.h"
#include "tests/crash/mixed_load.h"
#include "tests/crash/removers.h"
#include "tests/stack/refusal.h"
#include "tests/stack/stack.h"

namespace docshare::tests {
namespace {

constexpr size_t kServers = 1 + kRepositories;
constexpr uint64_t kMebibyte = 1 << 20;
// Four times what the servers keep in memory until it becomes a file, as rocksdb_kv_store.h asks.
constexpr std::array<uint32_t, kServers> kReservedMebibytes = {256, 128, 128};
// Besides the reserve.
constexpr uint64_t kRoomMebibytes = 192;
// Removed rows go on taking room in a database for some time; for more rounds there is none.
constexpr int kRoundsOfAStack = 3;
// Removing it gives back more than the databases take meanwhile for a new log and file.
constexpr size_t kLargeBytes = 96 * kMebibyte;
constexpr size_t kKeptSubmissions = 40;
// Between submissions: while a test waits, the disks must not run full by them.
constexpr absl::Duration kPause = absl::Milliseconds(100);
constexpr absl::Duration kLimit = absl::Seconds(60);
// RocksDB looks for room every 5 seconds.
constexpr absl::Duration kStuckLimit = absl::Seconds(15);

class FullDiskTest : public ::testing::Test {
 protected:
  FullDiskTest() : seed_(EnvironmentNumber("DOCSHARE_CRASH_SEED", std::random_device()())) {
    std::printf("DOCSHARE_CRASH_SEED=%llu\n", static_cast<unsigned long long>(seed_));
    random_.seed(seed_);
    for (size_t i = 0; i < kServers; ++i) {
      // Half of the reserve is the ballast that a database sets aside.
      disks_[i] = std::make_unique<platform::SmallDisk>(
          (kReservedMebibytes[i] * 3 / 2 + kRoomMebibytes) * kMebibyte);
    }
  }

  void SetUp() override {
    if (!disks_[0]->obstacle().empty()) GTEST_SKIP() << "SKIPPED: " << disks_[0]->obstacle();
  }

  // Servers with new data, each on its own disk.
  void StartStack(const std::array<uint32_t, kServers>& reserved_mebibytes,
                  const MixedLoad::Options& load) {
    EndStack();
    StackOptions options;
    options.registry_wait_s = 5;
    options.change_registry = [this, reserved_mebibytes](config::v1::RegistryConfig& config) {
      config.set_data_dir(disks_[0]->path() + "/data");
      config.set_disk_reserve_mib(reserved_mebibytes[0]);
    };
    options.change_repository = [this, reserved_mebibytes](int i,
                                                           config::v1::RepositoryConfig& config) {
      const size_t server = static_cast<size_t>(i) + 1;
      MixedLoad::Permit(config);
      config.set_data_dir(disks_[server]->path() + "/data");
      config.set_disk_reserve_mib(reserved_mebibytes[server]);
    };
    auto stack = Stack::Start(options);
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = *std::move(stack);
    load_ = std::make_unique<MixedLoad>(stack_.get(), random_(), load);
    const absl::Status prepared = load_->Prepare();
    ASSERT_TRUE(prepared.ok()) << prepared;
  }

  void EndStack() {
    if (load_ != nullptr) totals_ += load_->totals();
    load_.reset();
    stack_.reset();
    for (const auto& disk : disks_) {
      for (const auto& entry : std::filesystem::directory_iterator(disk->path())) {
        std::filesystem::remove_all(entry.path());
      }
    }
  }

  void TearDown() override {
    for (size_t i = 0; HasFailure() && stack_ != nullptr && i < kServers; ++i) {
      const ServerProcess& server = *stack_->servers()[i];
      std::printf(
          "%s, %llu bytes free, %s:\n%s\n", server.log_path().c_str(),
          static_cast<unsigned long long>(std::filesystem::space(disks_[i]->path()).available),
          server.IsRunning() ? "it runs" : "it ended", server.EndOfLog().c_str());
    }
    EndStack();
  }

  uint64_t Draw(uint64_t least, uint64_t most) {
    return std::uniform_int_distribution<uint64_t>(least, most)(random_);
  }

  bool OneIn(uint64_t n) { return Draw(1, n) == 1; }

  // A moment nobody chose: this is what the pauses are for.
  void PauseUpTo(uint64_t milliseconds) {
    absl::SleepFor(absl::Milliseconds(Draw(0, milliseconds)));
  }

  std::string Ballast(size_t server) const { return disks_[server]->path() + "/ballast"; }

  // Takes so much of a disk away that no more is left.
  void PutBallast(size_t server, uint64_t left_bytes) {
    const int fd = open(Ballast(server).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    ASSERT_GE(fd, 0);
    int result = ENOSPC;
    // The servers use the disk meanwhile.
    for (int tries = 0; tries < 100 && result == ENOSPC; ++tries) {
      const uint64_t free = std::filesystem::space(disks_[server]->path()).available;
      const off_t size = lseek(fd, 0, SEEK_END);
      result =
          free <= left_bytes ? 0 : posix_fallocate(fd, size, static_cast<off_t>(free - left_bytes));
    }
    close(fd);
    ASSERT_EQ(result, 0) << std::strerror(result);
  }

  void RemoveBallast(size_t server) { std::filesystem::remove(Ballast(server)); }

  bool Await(const std::function<bool()>& condition, absl::Duration limit = kLimit) {
    const absl::Time until = absl::Now() + limit;
    while (!condition()) {
      if (absl::Now() > until) return false;
      absl::SleepFor(absl::Milliseconds(5));
    }
    return true;
  }

  // The registry alone, a repository alone, or all.
  std::vector<size_t> ChooseServers() {
    const uint64_t draw = Draw(0, kServers);
    if (draw < kServers) return {draw};
    return {0, 1, 2};
  }

  // Repositories that cannot take submissions when these servers have no room.
  static std::vector<int> Affected(const std::vector<size_t>& servers) {
    if (servers[0] == 0) return {0, 1};
    return {static_cast<int>(servers[0]) - 1};
  }

  absl::Status Publish(const Attempt& attempt) {
    const TestSubmission submission = attempt.Submission();
    return stack_->Source(attempt.repository, attempt.repository == 0 ? kHospital : kMunicipality)
        ->Provide(submission.metadata, submission.Documents())
        .status();
  }

  Attempt AnAttempt(int repository, size_t size) {
    Attempt attempt = NewAttempt(random_(), repository, kPatient);
    for (Attempt::Document& document : attempt.documents) {
      document.size = size / attempt.documents.size() + 1;
    }
    return attempt;
  }

  static uint64_t ReservedBytes(size_t server) { return kReservedMebibytes[server] * kMebibyte; }

  // Even what is small is refused by servers that have their reserve left and no more.
  void ExpectRefusal(const std::vector<size_t>& full) {
    absl::Status refusal;
    // The databases give room back now and then: logs that have become files.
    EXPECT_TRUE(Await([&] {
      for (size_t server : full) PutBallast(server, ReservedBytes(server) - kMebibyte);
      refusal = Publish(AnAttempt(Affected(full)[0], 10));
      return !refusal.ok();
    }));
    EXPECT_THAT(refusal, HasStatusCode(absl::StatusCode::kResourceExhausted));
    const auto by_registry = HasRegistryError("XDSRegistryOutOfResources", "");
    const auto by_repository = HasRegistryError("XDSRepositoryOutOfResources", "");
    if (full.size() > 1) {
      EXPECT_THAT(refusal, ::testing::AnyOf(by_registry, by_repository));
    } else if (full[0] == 0) {
      EXPECT_THAT(refusal, by_registry);
    } else {
      EXPECT_THAT(refusal, by_repository);
    }
  }

  // Whether each repository publishes again within `limit`.
  bool AwaitPublishing(absl::Duration limit) {
    std::array<size_t, kRepositories> before;
    for (int i = 0; i < kRepositories; ++i) {
      before[static_cast<size_t>(i)] = load_->publishers().acknowledged(i);
    }
    return Await(
        [&] {
          return load_->publishers().acknowledged(0) > before[0] &&
                 load_->publishers().acknowledged(1) > before[1];
        },
        limit);
  }

  void EndRound(int round, int rounds, const std::string& what) {
    const absl::Status ended = load_->End();
    ASSERT_TRUE(ended.ok()) << ended;
    auto fates = load_->Settle();
    ASSERT_TRUE(fates.ok()) << fates.status();
    std::printf("full disk %2d: %s; %zu submissions, %zu whole, %zu never were\n", round,
                what.c_str(), load_->attempts().size(), fates->whole, fates->never_was);
    std::fflush(stdout);
    if (round % kRoundsOfAStack != 0 && round != rounds) {
      const absl::Status shrunk = load_->Shrink(kKeptSubmissions);
      ASSERT_TRUE(shrunk.ok()) << shrunk;
      return;
    }
    const absl::Status databases = CheckDatabases(*stack_, MixedLoad::Patients());
    ASSERT_TRUE(databases.ok()) << databases;
    auto kept = load_->CheckAll();
    ASSERT_TRUE(kept.ok()) << kept.status();
  }

  const uint64_t seed_;
  std::mt19937_64 random_;
  std::array<std::unique_ptr<platform::SmallDisk>, kServers> disks_;
  MixedLoad::Totals totals_;
  std::unique_ptr<Stack> stack_;
  std::unique_ptr<MixedLoad> load_;
};

TEST_F(FullDiskTest, SubmissionsAreRefusedUntilThereIsRoomAndTheRestGoesOn) {
  const int rounds = static_cast<int>(EnvironmentNumber("DOCSHARE_FULL_DISKS", 2));
  int kills = 0;
  for (int round = 1; round <= rounds; ++round) {
    if (round % kRoundsOfAStack == 1) {
      const Tolerated full = {absl::StatusCode::kResourceExhausted};
      StartStack(kReservedMebibytes,
                 {.publish = full, .fetch = {}, .remove = full, .rotate = full, .pause = kPause});
      ASSERT_FALSE(HasFatalFailure());
    }
    std::array<pid_t, kServers> pids;
    for (size_t i = 0; i < kServers; ++i) pids[i] = stack_->servers()[i]->pid();
    const std::vector<size_t> full = ChooseServers();
    const std::vector<int> affected = Affected(full);
    // Removed later, to make room.
    const bool by_removing = full[0] != 0 && OneIn(2);
    const Attempt large = AnAttempt(affected[0], kLargeBytes);
    if (by_removing) {
      ASSERT_TRUE(Publish(large).ok());
    }

    load_->Begin();
    PauseUpTo(300);
    for (size_t server : full) {
      // Repositories run full by what is published, which is too little for the registry.
      PutBallast(server, ReservedBytes(server) + (server == 0 ? 0 : Draw(0, 8 * kMebibyte)));
    }
    for (int i : affected) {
      EXPECT_TRUE(Await([&] { return load_->publishers().refused(i) > 0; })) << i;
    }
    ExpectRefusal(full);
    // Reading goes on, once there is something to read.
    const size_t fetched = load_->readers().fetched();
    EXPECT_TRUE(round % kRoundsOfAStack == 1 ||
                Await([&] { return load_->readers().fetched() > fetched; }));
    const bool kill = OneIn(2);
    if (kill) {
      ServerProcess& victim = *stack_->servers()[Draw(0, kRepositories)];
      victim.Kill();
      ++kills;
      const absl::Status started = victim.Start();
      ASSERT_TRUE(started.ok()) << started;
      for (size_t i = 0; i < kServers; ++i) {
        if (stack_->servers()[i] == &victim) pids[i] = victim.pid();
      }
    }
    PauseUpTo(500);
    if (by_removing) {
      const absl::Status removed = RemoveAttempt(*stack_, large);
      EXPECT_TRUE(removed.ok()) << removed;
    } else {
      for (size_t server : full) RemoveBallast(server);
    }
    EXPECT_TRUE(AwaitPublishing(kLimit));
    for (size_t i = 0; i < kServers; ++i) {
      EXPECT_TRUE(stack_->servers()[i]->IsRunning()) << i;
      EXPECT_EQ(stack_->servers()[i]->pid(), pids[i]);
    }
    for (size_t server : full) RemoveBallast(server);
    EndRound(round, rounds,
             absl::StrCat(full.size() > 1 ? "all" : absl::StrCat("server ", full[0]),
                          kill ? ", with a kill" : "",
                          by_removing ? ", room by removing" : ", room by itself"));
    ASSERT_FALSE(HasFailure());
  }
  EndStack();
  std::printf("%d rounds, %d kills: %s\n", rounds, kills, ToString(totals_).c_str());
}

// Without the reserve that the databases ask for, their background work meets the end of the disk
// too, and a server may end itself over it.
TEST_F(FullDiskTest, WithTooSmallAReserveNothingAcknowledgedIsLost) {
  const int rounds = static_cast<int>(EnvironmentNumber("DOCSHARE_FULL_DISKS", 2));
  int deaths = 0;
  int stuck = 0;
  for (int round = 1; round <= rounds; ++round) {
    if (round % kRoundsOfAStack == 1) {
      const Tolerated full = {absl::StatusCode::kResourceExhausted, absl::StatusCode::kInternal};
      StartStack({1, 1, 1},
                 {.publish = full, .fetch = {}, .remove = full, .rotate = full, .pause = kPause});
      ASSERT_FALSE(HasFatalFailure());
    }
    const std::vector<size_t> full = ChooseServers();
    load_->Begin();
    PauseUpTo(300);
    for (size_t server : full) PutBallast(server, Draw(0, server == 0 ? kMebibyte : 2 * kMebibyte));
    EXPECT_TRUE(Await([&] {
      for (int i : Affected(full)) {
        if (load_->publishers().refused(i) > 0) return true;
      }
      return std::any_of(full.begin(), full.end(),
                         [&](size_t server) { return !stack_->servers()[server]->IsRunning(); });
    }));
    PauseUpTo(1000);
    int died = 0;
    for (size_t i = 0; i < kServers; ++i) {
      ServerProcess& server = *stack_->servers()[i];
      if (server.IsRunning() && OneIn(3)) server.Kill();
      if (server.IsRunning()) continue;
      ++died;
      // It serves, or says why not, and harms nothing.
      if (OneIn(2)) server.Start().IgnoreError();
    }
    PauseUpTo(300);
    for (size_t server : full) RemoveBallast(server);
    for (ServerProcess* server : stack_->servers()) {
      if (server->IsRunning()) continue;
      const absl::Status started = server->Start();
      ASSERT_TRUE(started.ok()) << started;
    }
    deaths += died;
    // RocksDB does not always find its way back from an end of the disk that it met itself, and
    // refuses writes from then on. A start does.
    if (!AwaitPublishing(kStuckLimit)) {
      ++stuck;
      for (ServerProcess* server : stack_->servers()) {
        server->Kill();
        const absl::Status started = server->Start();
        ASSERT_TRUE(started.ok()) << started;
      }
      EXPECT_TRUE(AwaitPublishing(kLimit));
    }
    EndRound(round, rounds,
             absl::StrCat(full.size() > 1 ? "all" : absl::StrCat("server ", full[0]), ", ", died,
                          " servers ended or killed"));
    ASSERT_FALSE(HasFailure());
  }
  EndStack();
  std::printf("%d rounds, %d servers ended or killed, %d times stuck: %s\n", rounds, deaths, stuck,
              ToString(totals_).c_str());
}

}  // namespace
}  // namespace docshare::tests
