// The registry against a plain model of the standard: histories at random, everything that is
// accepted, refused and answered compared.
//
// Environment:
//   DOCSHARE_MODEL_SEED   another run; the seed of a failure is in its message
//   DOCSHARE_MODEL_STEPS  commands of a run, all histories together
// for example: bazel test --test_env=DOCSHARE_MODEL_SEED=7 //tests/model:model_test

#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/model/history_maker.h"
#include "tests/model/session.h"
#include "tests/model/shrink.h"
#include "tests/model/step.h"
#include "tests/model/step_printer.h"

namespace docshare::tests {
namespace {

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define DOCSHARE_INSTRUMENTED
#endif
#endif

#if defined(DOCSHARE_INSTRUMENTED)
constexpr int kCommands = 1600;
#else
constexpr int kCommands = 20000;
#endif

constexpr int kHistories = 80;
// What shrinking may cost: replays of a history.
constexpr int kMaxReplays = 1000;

int64_t FromEnvironment(const char* name, int64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::atoll(value);
}

// The difference that a history leads to, or nothing.
std::string Replay(const std::vector<Step>& steps) {
  Session session;
  for (const Step& step : steps) {
    std::string difference = session.Do(step);
    if (!difference.empty()) return difference;
  }
  return session.CheckIndexes();
}

// What kind of difference it is: its first word.
std::string KindOf(const std::string& difference) {
  return difference.substr(0, difference.find(' '));
}

// Makes the history shorter as long as it still fails in the same way, and tells it.
std::string Story(const std::vector<Step>& steps) {
  const std::string kind = KindOf(Replay(steps));
  const auto fails = [&kind](const std::vector<Step>& fewer) {
    const std::string difference = Replay(fewer);
    return !difference.empty() && KindOf(difference) == kind;
  };
  // Queries change nothing: most often all but the last can go at once.
  std::vector<Step> begin;
  for (size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].kind != StepKind::kQuery || i + 1 == steps.size()) begin.push_back(steps[i]);
  }
  const std::vector<Step> shortest = Shrink<Step>(fails(begin) ? begin : steps, fails, kMaxReplays);
  std::string story = absl::StrCat("after ", steps.size(), " steps; these do as well:\n");
  for (const Step& step : shortest) absl::StrAppend(&story, "  ", Print(step), "\n");
  return absl::StrCat(story, "  => ", WithShortNames(Replay(shortest)));
}

class ModelTest : public ::testing::TestWithParam<int> {};

TEST_P(ModelTest, RegistryDoesWhatTheModelDoes) {
  const int64_t seed = FromEnvironment("DOCSHARE_MODEL_SEED", 1);
  const int64_t commands = FromEnvironment("DOCSHARE_MODEL_STEPS", kCommands) / kHistories;
  SCOPED_TRACE(absl::StrCat("DOCSHARE_MODEL_SEED=", seed, " history ", GetParam()));
  HistoryMaker history(static_cast<uint64_t>(seed) * 1'000'003 + GetParam());
  Session session;
  std::vector<Step> steps;
  const auto differs = [&](const Step& step) {
    steps.push_back(step);
    return !session.Do(step).empty();
  };
  for (int64_t i = 0; i < commands; ++i) {
    if (differs(history.NextCommand(session.model()))) FAIL() << Story(steps);
    for (int j = 0; j < 2; ++j) {
      if (differs(history.NextQuery(session.model()))) FAIL() << Story(steps);
    }
  }
  if (!session.CheckIndexes().empty()) FAIL() << Story(steps);
}

INSTANTIATE_TEST_SUITE_P(Histories, ModelTest, ::testing::Range(0, kHistories));

// A run that refuses everything, or finds nothing, shows nothing.
TEST(HistoryTest, DoesEverythingAndAsksEverything) {
  HistoryMaker history(1);
  Session session;
  for (int i = 0; i < 600; ++i) {
    ASSERT_EQ(session.Do(history.NextCommand(session.model())), "");
    ASSERT_EQ(session.Do(history.NextQuery(session.model())), "");
  }
  std::map<std::string, int> counts = session.counts();
  for (StepKind kind :
       {StepKind::kFeedPatient, StepKind::kMergePatients, StepKind::kChangePatientLink,
        StepKind::kRegister, StepKind::kRegisterOnDemand, StepKind::kUpdate,
        StepKind::kRestrictedUpdate, StepKind::kRemove}) {
    EXPECT_GT(counts[ToString(kind) + " accepted"], 0) << ToString(kind);
    EXPECT_GT(counts[ToString(kind) + " refused"], 0) << ToString(kind);
  }
  for (QueryKind kind : kAllQueryKinds) {
    EXPECT_GT(counts[ToString(kind) + " found"], 0) << ToString(kind);
  }
  int accepted = 0;
  for (const auto& [what, count] : counts) {
    RecordProperty(what, count);
    if (absl::EndsWith(what, " accepted")) accepted += count;
  }
  EXPECT_GT(accepted, 400);
}

}  // namespace
}  // namespace docshare::tests
