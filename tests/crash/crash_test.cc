// Kills servers with SIGKILL at random moments while many publish, some fetch and
// remove what was published before, and keys are rotated; and looks at what is left.
//
// DOCSHARE_CRASH_SEED repeats the choices of a run, DOCSHARE_CRASH_ROUNDS sets how many rounds.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "tests/crash/aftermath.h"
#include "tests/crash/environment_number.h"
#include "tests/crash/mixed_load.h"
#include "tests/stack/stack.h"

namespace docshare::tests {
namespace {

constexpr int kRoundsBetweenLooks = 6;

class CrashTest : public ::testing::Test {
 protected:
  CrashTest() : seed_(EnvironmentNumber("DOCSHARE_CRASH_SEED", std::random_device()())) {
    std::printf("DOCSHARE_CRASH_SEED=%llu\n", static_cast<unsigned long long>(seed_));
    random_.seed(seed_);
  }

  void SetUp() override {
    StackOptions options;
    options.change_repository = [](int, config::v1::RepositoryConfig& config) {
      MixedLoad::Permit(config);
    };
    auto stack = Stack::Start(options);
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = *std::move(stack);
    load_ = std::make_unique<MixedLoad>(stack_.get(), random_(), MixedLoad::Options());
    const absl::Status prepared = load_->Prepare();
    ASSERT_TRUE(prepared.ok()) << prepared;
  }

  // A moment nobody chose: this is what the pauses are for.
  void PauseUpTo(int milliseconds) {
    absl::SleepFor(
        absl::Microseconds(std::uniform_int_distribution<int>(0, milliseconds * 1000)(random_)));
  }

  bool OneIn(int n) { return std::uniform_int_distribution<int>(1, n)(random_) == 1; }

  // One server, or some, in any order.
  std::vector<ServerProcess*> ChooseVictims() {
    const auto servers = stack_->servers();
    std::vector<ServerProcess*> victims(servers.begin(), servers.end());
    std::shuffle(victims.begin(), victims.end(), random_);
    const int draw = std::uniform_int_distribution<int>(0, 9)(random_);
    victims.resize(draw < 6 ? 1 : draw < 9 ? 2 : 3);
    return victims;
  }

  void Kill(ServerProcess* victim) {
    victim->Kill();
    ++kills_;
  }

  void KillAndStart(std::vector<ServerProcess*> victims) {
    for (ServerProcess* victim : victims) {
      Kill(victim);
      if (OneIn(2)) PauseUpTo(20);
    }
    PauseUpTo(100);
    std::shuffle(victims.begin(), victims.end(), random_);
    for (ServerProcess* victim : victims) {
      const absl::Status started = victim->Start();
      ASSERT_TRUE(started.ok()) << started;
      // Dies again while it recovers.
      if (!OneIn(3)) continue;
      PauseUpTo(30);
      Kill(victim);
      ASSERT_TRUE(victim->Start().ok());
    }
  }

  const uint64_t seed_;
  std::mt19937_64 random_;
  int kills_ = 0;
  std::unique_ptr<Stack> stack_;
  std::unique_ptr<MixedLoad> load_;
};

TEST_F(CrashTest, EverySubmissionIsWholeOrNeverWas) {
  const int rounds = static_cast<int>(EnvironmentNumber("DOCSHARE_CRASH_ROUNDS", 30));
  for (int round = 1; round <= rounds; ++round) {
    const absl::Time begin = absl::Now();
    load_->Begin();
    PauseUpTo(400);
    KillAndStart(ChooseVictims());
    ASSERT_FALSE(HasFatalFailure());
    PauseUpTo(200);
    const absl::Status ended = load_->End();
    ASSERT_TRUE(ended.ok()) << ended;
    auto fates = load_->Settle();
    ASSERT_TRUE(fates.ok()) << fates.status();
    std::printf("round %2d: %zu submissions; %zu whole, %zu never were (%.1f s)\n", round,
                load_->attempts().size(), fates->whole, fates->never_was,
                absl::ToDoubleSeconds(absl::Now() - begin));
    std::fflush(stdout);
    if (round % kRoundsBetweenLooks != 0 && round != rounds) continue;
    const absl::Status databases = CheckDatabases(*stack_, MixedLoad::Patients());
    ASSERT_TRUE(databases.ok()) << databases;
  }
  // Later crashes took nothing of what was there.
  auto fates = load_->CheckAll();
  ASSERT_TRUE(fates.ok()) << fates.status();
  std::printf("%d rounds, %d kills: %s; %zu are left whole\n", rounds, kills_,
              ToString(load_->totals()).c_str(), fates->whole);
  // The first round has nothing yet to fetch and remove.
  const MixedLoad::Totals& totals = load_->totals();
  EXPECT_TRUE(rounds < 5 || (totals.removed > 0 && totals.fetched > 0 && totals.rotations > 0));
}

}  // namespace
}  // namespace docshare::tests
