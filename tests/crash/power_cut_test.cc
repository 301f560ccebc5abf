// Cuts the power of the disk under all servers while many publish, and looks at what is left: of
// what was acknowledged nothing may be lost. Run by tools/chaos; it needs root.
//
// DOCSHARE_CRASH_SEED repeats the choices of a run, DOCSHARE_POWER_CUTS sets how many rounds.

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
#include "tests/crash/power_cut_disk.h"
#include "tests/crash/publishers.h"
#include "tests/stack/stack.h"

namespace docshare::tests {
namespace {

constexpr int kThreadsPerRepository = 2;

TEST(PowerCutTest, WhatWasAcknowledgedIsThereAfterThePowerWent) {
  if (const std::string obstacle = PowerCutDisk::Obstacle(); !obstacle.empty()) {
    GTEST_SKIP() << "SKIPPED: " << obstacle;
  }
  const uint64_t seed = EnvironmentNumber("DOCSHARE_CRASH_SEED", std::random_device()());
  std::printf("DOCSHARE_CRASH_SEED=%llu\n", static_cast<unsigned long long>(seed));
  std::mt19937_64 random(seed);
  const auto disk = PowerCutDisk::Create(std::getenv("TEST_TMPDIR"));
  ASSERT_TRUE(disk.ok()) << disk.status();

  StackOptions options;
  options.change_registry = [&](config::v1::RegistryConfig& config) {
    config.set_data_dir((*disk)->path() + "/registry");
  };
  options.change_repository = [&](int i, config::v1::RepositoryConfig& config) {
    config.set_data_dir(absl::StrCat((*disk)->path(), "/repository-", i));
  };
  auto stack = Stack::Start(options);
  ASSERT_TRUE(stack.ok()) << stack.status();
  const std::vector<std::string> patients = {kPatient, kOtherPatient};
  for (const std::string& patient : patients) ASSERT_TRUE((*stack)->FeedPatient(patient).ok());

  const int rounds = static_cast<int>(EnvironmentNumber("DOCSHARE_POWER_CUTS", 3));
  std::vector<Attempt> all;
  for (int round = 1; round <= rounds; ++round) {
    Publishers publishers(stack->get(), kThreadsPerRepository, random(), patients);
    absl::SleepFor(absl::Milliseconds(std::uniform_int_distribution<int>(300, 1500)(random)));
    ASSERT_TRUE((*disk)->CutPower().ok());
    // The machine is gone with its disk; a process that found out by itself has ended already.
    for (ServerProcess* server : (*stack)->servers()) server->Kill();
    std::vector<Attempt> attempts = publishers.Stop();
    const absl::Status restored = (*disk)->Restore();
    ASSERT_TRUE(restored.ok()) << restored;
    for (ServerProcess* server : (*stack)->servers()) {
      const absl::Status started = server->Start();
      ASSERT_TRUE(started.ok()) << started;
    }
    const auto acknowledged = std::count_if(attempts.begin(), attempts.end(),
                                            [](const Attempt& a) { return a.acknowledged; });
    all.insert(all.end(), attempts.begin(), attempts.end());
    auto fates = CheckFates(**stack, attempts);
    ASSERT_TRUE(fates.ok()) << fates.status();
    std::printf("power cut %2d: %zu submissions, %td acknowledged; %zu whole, %zu never were\n",
                round, attempts.size(), acknowledged, fates->whole, fates->never_was);
    std::fflush(stdout);
  }
  auto fates = CheckFates(**stack, all);
  ASSERT_TRUE(fates.ok()) << fates.status();
  std::printf("%zu submissions in all, %zu whole\n", all.size(), fates->whole);
  for (ServerProcess* server : (*stack)->servers()) server->Kill();
}

}  // namespace
}  // namespace docshare::tests
