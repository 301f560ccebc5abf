#include "consumer/client/transfer.h"

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/rpc/retry.h"

namespace docshare::consumer {

absl::Status RunTransfer(const CallLimits& limits, platform::StreamWatchdog& watchdog,
                         const std::function<absl::Status(TransferAttempt& attempt)>& attempt) {
  const absl::Time deadline = absl::Now() + limits.transfer_timeout;
  absl::BitGen random;
  for (int number = 1;; ++number) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(deadline));
    platform::StreamWatchdog::Handle watch =
        watchdog.Watch([&context] { context.TryCancel(); }, limits.stall_timeout);
    TransferAttempt current{context, watch};
    absl::Status status = attempt(current);
    if (status.ok()) return status;
    if (watch.stalled()) {
      return absl::DeadlineExceededError(
          absl::StrCat("the transfer was given up: nothing moved for ",
                       absl::FormatDuration(limits.stall_timeout)));
    }
    if (!current.may_repeat || number >= limits.retry.max_attempts ||
        !platform::IsRetryable(limits.retry, status)) {
      return status;
    }
    const absl::Duration pause =
        platform::BackoffAfter(limits.retry, number, absl::Uniform<double>(random, 0.0, 1.0));
    if (absl::Now() + pause >= deadline) return status;
    absl::SleepFor(pause);
  }
}

}  // namespace docshare::consumer
