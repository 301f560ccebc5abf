#include "platform/rpc/retry.h"

#include <algorithm>
#include <cmath>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::platform {

bool IsRetryable(const RetryPolicy& policy, const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable ||
         status.code() == absl::StatusCode::kCancelled ||
         (policy.retry_resource_exhausted && status.code() == absl::StatusCode::kResourceExhausted);
}

absl::Duration BackoffAfter(const RetryPolicy& policy, int attempt, double random) {
  const absl::Duration full =
      std::min(policy.max_backoff, policy.initial_backoff * std::exp2(attempt - 1));
  return full * (0.5 + random / 2);
}

absl::Status CallWithRetry(const RetryPolicy& policy, absl::Time deadline,
                           const UnaryAttempt& attempt) {
  if (absl::Now() >= deadline) {
    return absl::DeadlineExceededError("the deadline had passed before the call was made");
  }
  absl::BitGen random;
  for (int number = 1;; ++number) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(deadline));
    absl::Status status = FromGrpcStatus(attempt(context));
    if (number >= policy.max_attempts || !IsRetryable(policy, status)) return status;
    const absl::Duration pause =
        BackoffAfter(policy, number, absl::Uniform<double>(random, 0.0, 1.0));
    if (absl::Now() + pause >= deadline) return status;
    absl::SleepFor(pause);
  }
}

}  // namespace docshare::platform
