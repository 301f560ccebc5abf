#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "docshare/config/v1/repository_config.pb.h"
#include "tests/crash/aftermath.h"
#include "tests/crash/attempt.h"
#include "tests/crash/publishers.h"
#include "tests/crash/readers.h"
#include "tests/crash/removers.h"
#include "tests/crash/tolerated.h"
#include "tests/stack/stack.h"
#include "tests/stack/test_submission.h"

namespace docshare::tests {

// Everything that goes on while servers are tortured, in rounds: many publish, some fetch and
// remove what earlier rounds published, and keys are rotated.
//
//   load.Begin();  ... torture ...  load.End();  ... all servers run ...  load.Settle();
//
// Not thread-safe.
class MixedLoad {
 public:
  struct Options {
    // Failures of calls besides UNAVAILABLE that the torture explains.
    Tolerated publish;
    Tolerated fetch;
    Tolerated remove;
    Tolerated rotate;
    // Between the submissions of one of the four who publish.
    absl::Duration pause;
  };

  // Sums over all rounds.
  struct Totals {
    size_t submissions = 0;
    size_t acknowledged = 0;
    size_t fetched = 0;
    size_t removed = 0;
    size_t rotations = 0;

    Totals& operator+=(const Totals& other);
  };

  // Gives the rights that this load needs, and has all documents verified all the time.
  static void Permit(config::v1::RepositoryConfig& config);

  static std::vector<std::string> Patients() { return {kPatient, kOtherPatient}; }

  // `stack` must outlive this object.
  MixedLoad(Stack* stack, uint64_t seed, Options options);

  // Makes the patients known.
  absl::Status Prepare();

  void Begin();

  // While a round runs.
  const Publishers& publishers() const { return *publishers_; }
  const Readers& readers() const { return *readers_; }
  const Remover& remover() const { return *remover_; }

  // Lets running calls end. Returns kInternal with the failures that are not tolerated.
  absl::Status End();

  // What was begun to be removed can be removed to its end, and is gone then; what was published in
  // this round is there, or never was. Some of the latter is sent again, and is there then.
  // Returns kDataLoss when this is not so, else what became of this round's submissions.
  absl::StatusOr<Fates> Settle();

  // As Settle(), for all that was published in all rounds and not removed.
  absl::StatusOr<Fates> CheckAll() const;

  // Removes what is there until so many submissions are left.
  absl::Status Shrink(size_t submissions);

  const Totals& totals() const { return totals_; }
  // Submissions of this round.
  const std::vector<Attempt>& attempts() const { return attempts_; }

 private:
  std::vector<Attempt> ChooseDoomed();
  absl::Status FinishRemoval(const Attempt& attempt);
  absl::Status Repeat();

  Stack* const stack_;
  const Options options_;
  std::mt19937_64 random_;
  Totals totals_;
  // Of earlier rounds.
  std::vector<Attempt> kept_;
  std::vector<Attempt> doomed_;
  // Of this round.
  std::vector<Attempt> attempts_;
  size_t begun_removals_ = 0;
  std::unique_ptr<Publishers> publishers_;
  std::unique_ptr<Readers> readers_;
  std::unique_ptr<Remover> remover_;
  std::unique_ptr<KeyRotator> rotator_;
};

// For a line of a test's report.
std::string ToString(const MixedLoad::Totals& totals);

}  // namespace docshare::tests
