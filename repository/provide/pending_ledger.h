#pragma once

#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>

#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "platform/clock/clock.h"
#include "repository/catalogue/pending_key.h"

namespace docshare::repository {

// Who deals with each submission that is not settled: a call, or nobody, in which case recovery
// takes it when it is due. At any time at most one of them has it. In memory only; the catalogue
// has the rows. Thread-safe.
class PendingLedger {
 public:
  // How long after the end of an attempt without answer the registry may still act on it: it
  // carries a deadline and the registry starts nothing after that. Within this time a refusal of a
  // later attempt decides nothing.
  static constexpr absl::Duration kAttemptLinger = absl::Seconds(15);
  // Bounds of the pause between attempts of recovery, which doubles.
  static constexpr absl::Duration kFirstPause = absl::Milliseconds(500);
  static constexpr absl::Duration kLongestPause = absl::Seconds(10);

  // A submission that recovery took.
  struct Taken {
    SubmissionKey submission;
    // From this time on a refusal is final.
    absl::Time refusal_decides_from;
  };

  // `clock` must outlive this object.
  explicit PendingLedger(const platform::Clock* clock);

  // What a call finds when it wants to deal with a submission.
  enum class Claim {
    // Nobody knew of it. The caller has it now.
    kNew,
    // It was waiting, after an attempt without answer. The caller has it now.
    kTakenOver,
    // Somebody else has it.
    kBusy,
  };
  Claim TakeForCall(const SubmissionKey& submission);

  // The submission waits for recovery and is due at once. `attempt_unclear` says that the holder
  // made an attempt that ended, just now, without an answer. Requires a holder, or a submission
  // nobody knew of: one that an earlier process left behind.
  void LeaveToRecovery(const SubmissionKey& submission, bool attempt_unclear);

  // As LeaveToRecovery(), by recovery itself after an attempt that settled nothing: due after a
  // pause, or, when it was `refused`, at the time from which that decides.
  void TryAgainLater(const SubmissionKey& submission, bool attempt_unclear, bool refused);

  // The submission is settled. Requires a holder.
  void Settled(const SubmissionKey& submission);

  // The submission that is due first, if one is due.
  absl::optional<Taken> TakeDue();

  // How many wait for recovery or are in its hands; calls in progress do not count.
  size_t unsettled_count() const;

  // Returns when a submission may be due, at the latest after `at_most`, or when Wake() is called.
  void AwaitDue(absl::Duration at_most);
  void Wake();

 private:
  enum class Holder { kCall, kRecovery, kNobody };
  struct Entry {
    Holder holder = Holder::kNobody;
    absl::Time due;
    absl::Duration pause = kFirstPause;
    absl::Time last_unclear_end = absl::InfinitePast();
  };

  Entry& Held(const SubmissionKey& submission);

  const platform::Clock* const clock_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  std::map<SubmissionKey, Entry> entries_;
};

}  // namespace docshare::repository
