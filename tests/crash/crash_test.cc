// Kills servers with SIGKILL at random moments while many publish, and looks at what is left.
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

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/crash/aftermath.h"
#include "tests/crash/attempt.h"
#include "tests/crash/publishers.h"
#include "tests/stack/stack.h"

namespace docshare::tests {
namespace {

constexpr int kThreadsPerRepository = 2;
constexpr int kRoundsBetweenLooks = 6;
const std::vector<std::string>& Patients() {
  static const auto* patients = new std::vector<std::string>{kPatient, kOtherPatient};
  return *patients;
}

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  uint64_t value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

class CrashTest : public ::testing::Test {
 protected:
  CrashTest() : seed_(FromEnvironment("DOCSHARE_CRASH_SEED", std::random_device()())) {
    std::printf("DOCSHARE_CRASH_SEED=%llu\n", static_cast<unsigned long long>(seed_));
    random_.seed(seed_);
  }

  void SetUp() override {
    auto stack = Stack::Start();
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = *std::move(stack);
    for (const std::string& patient : Patients()) ASSERT_TRUE(stack_->FeedPatient(patient).ok());
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

  void KillAndStart(std::vector<ServerProcess*> victims) {
    for (ServerProcess* victim : victims) {
      victim->Kill();
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
      victim->Kill();
      ASSERT_TRUE(victim->Start().ok());
    }
  }

  // Publishes while servers are killed; returns what was attempted.
  std::vector<Attempt> RunRound() {
    Publishers publishers(stack_.get(), kThreadsPerRepository, random_(), Patients());
    PauseUpTo(400);
    KillAndStart(ChooseVictims());
    PauseUpTo(200);
    std::vector<Attempt> attempts = publishers.Stop();
    for (const absl::Status& status : publishers.unexpected()) ADD_FAILURE() << status;
    return attempts;
  }

  // Sends again what was not acknowledged: it is published then, once.
  void Repeat(std::vector<Attempt>& attempts) {
    for (Attempt& attempt : attempts) {
      if (attempt.acknowledged || OneIn(2)) continue;
      const TestSubmission submission = attempt.Submission();
      const absl::Status status =
          stack_->Source(attempt.repository, attempt.repository == 0 ? kHospital : kMunicipality)
              ->Provide(submission.metadata, submission.Documents())
              .status();
      EXPECT_TRUE(status.ok()) << status;
      attempt.acknowledged = status.ok();
    }
  }

  const uint64_t seed_;
  std::mt19937_64 random_;
  std::unique_ptr<Stack> stack_;
};

TEST_F(CrashTest, EverySubmissionIsWholeOrNeverWas) {
  const int rounds = static_cast<int>(FromEnvironment("DOCSHARE_CRASH_ROUNDS", 30));
  std::vector<Attempt> all;
  for (int round = 1; round <= rounds && !HasFailure(); ++round) {
    const absl::Time begin = absl::Now();
    std::vector<Attempt> attempts = RunRound();
    ASSERT_FALSE(HasFatalFailure());
    const auto acknowledged = std::count_if(attempts.begin(), attempts.end(),
                                            [](const Attempt& a) { return a.acknowledged; });
    auto fates = CheckFates(*stack_, attempts);
    ASSERT_TRUE(fates.ok()) << fates.status();
    std::printf(
        "round %2d: %zu submissions, %zu acknowledged; %zu whole, %zu never were (%.1f s)\n", round,
        attempts.size(), static_cast<size_t>(acknowledged), fates->whole, fates->never_was,
        absl::ToDoubleSeconds(absl::Now() - begin));
    std::fflush(stdout);
    Repeat(attempts);
    all.insert(all.end(), attempts.begin(), attempts.end());
    if (round % kRoundsBetweenLooks != 0 && round != rounds) continue;
    const absl::Status databases = CheckDatabases(*stack_, Patients());
    ASSERT_TRUE(databases.ok()) << databases;
  }
  // Later crashes took nothing of what was there.
  auto fates = CheckFates(*stack_, all);
  ASSERT_TRUE(fates.ok()) << fates.status();
  std::printf("%zu submissions in all, %zu whole\n", all.size(), fates->whole);
}

}  // namespace
}  // namespace docshare::tests
