// Kills servers with SIGKILL at random moments while many publish, some remove what was published
// before, and keys are rotated; and looks at what is left.
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

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/crash/aftermath.h"
#include "tests/crash/attempt.h"
#include "tests/crash/environment_number.h"
#include "tests/crash/publishers.h"
#include "tests/crash/removers.h"
#include "tests/stack/stack.h"

namespace docshare::tests {
namespace {

constexpr int kThreadsPerRepository = 2;
constexpr int kRoundsBetweenLooks = 6;
constexpr size_t kRemovedInARound = 8;
const std::vector<std::string>& Patients() {
  static const auto* patients = new std::vector<std::string>{kPatient, kOtherPatient};
  return *patients;
}

class CrashTest : public ::testing::Test {
 protected:
  CrashTest() : seed_(EnvironmentNumber("DOCSHARE_CRASH_SEED", std::random_device()())) {
    std::printf("DOCSHARE_CRASH_SEED=%llu\n", static_cast<unsigned long long>(seed_));
    random_.seed(seed_);
  }

  void SetUp() override {
    StackOptions options;
    options.change_repository = [](int, config::v1::RepositoryConfig& config) {
      config::v1::Peer& peer = *config.add_peers();
      peer.set_name(kAdmin);
      peer.add_roles(config::v1::ROLE_ADMINISTER);
      peer.add_roles(config::v1::ROLE_REMOVE);
      // Verification goes on all the time.
      config.set_scrub_mib_per_s(200);
    };
    auto stack = Stack::Start(options);
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

  // Takes some of what is there, to be removed.
  std::vector<Attempt> ChooseDoomed(std::vector<Attempt>& kept) {
    std::vector<Attempt> doomed;
    std::shuffle(kept.begin(), kept.end(), random_);
    while (!kept.empty() && doomed.size() < kRemovedInARound) {
      if (kept.back().acknowledged) doomed.push_back(kept.back());
      kept.pop_back();
    }
    return doomed;
  }

  // What was begun to be removed can be removed to its end, and is gone then; the rest is still
  // there.
  void FinishRemovals(const std::vector<Attempt>& doomed, size_t begun,
                      std::vector<Attempt>& kept) {
    for (size_t i = 0; i < doomed.size(); ++i) {
      if (i >= begun) {
        kept.push_back(doomed[i]);
        continue;
      }
      absl::Status removed = RemoveAttempt(*stack_, doomed[i]);
      for (int tries = 0; tries < 150 && absl::IsFailedPrecondition(removed); ++tries) {
        absl::SleepFor(absl::Milliseconds(200));
        removed = RemoveAttempt(*stack_, doomed[i]);
      }
      EXPECT_TRUE(removed.ok()) << removed;
      Attempt gone = doomed[i];
      gone.acknowledged = false;
      auto fates = CheckFates(*stack_, {gone});
      ASSERT_TRUE(fates.ok()) << fates.status();
      EXPECT_EQ(fates->never_was, 1u) << gone.metadata.submission_set().unique_id();
      ++removed_;
    }
  }

  // Publishes, removes some of `kept`, and rotates keys, while servers are killed; returns what was
  // attempted.
  std::vector<Attempt> RunRound(std::vector<Attempt>& kept) {
    const std::vector<Attempt> doomed = ChooseDoomed(kept);
    Publishers publishers(stack_.get(), kThreadsPerRepository, random_(), Patients());
    Remover remover(stack_.get(), doomed);
    KeyRotator rotator(stack_.get());
    PauseUpTo(400);
    KillAndStart(ChooseVictims());
    PauseUpTo(200);
    std::vector<Attempt> attempts = publishers.Stop();
    const size_t begun = remover.Stop();
    rotator.Stop();
    rotations_ += rotator.rotations();
    for (const auto* unexpected :
         {&publishers.unexpected(), &remover.unexpected(), &rotator.unexpected()}) {
      for (const absl::Status& status : *unexpected) ADD_FAILURE() << status;
    }
    FinishRemovals(doomed, begun, kept);
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
  int removed_ = 0;
  int rotations_ = 0;
  std::unique_ptr<Stack> stack_;
};

TEST_F(CrashTest, EverySubmissionIsWholeOrNeverWas) {
  const int rounds = static_cast<int>(EnvironmentNumber("DOCSHARE_CRASH_ROUNDS", 30));
  std::vector<Attempt> all;
  for (int round = 1; round <= rounds && !HasFailure(); ++round) {
    const absl::Time begin = absl::Now();
    std::vector<Attempt> attempts = RunRound(all);
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
  std::printf("%zu submissions are left, %zu whole; %d removed, %d rotations of keys\n", all.size(),
              fates->whole, removed_, rotations_);
  // The first round has nothing yet to remove.
  EXPECT_TRUE(rounds < 5 || removed_ > 0);
  EXPECT_TRUE(rounds < 5 || rotations_ > 0);
}

}  // namespace
}  // namespace docshare::tests
