#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <functional>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace docshare::platform {

// How often and how fast a call is repeated. The pause before attempt n + 1 is random between half
// and all of min(max_backoff, initial_backoff * 2^(n - 1)), so that many callers do not return
// together.
struct RetryPolicy {
  int max_attempts = 4;
  absl::Duration initial_backoff = absl::Milliseconds(100);
  absl::Duration max_backoff = absl::Seconds(2);
  // Repeat RESOURCE_EXHAUSTED too: for servers that shed load with it.
  bool retry_resource_exhausted = false;
};

// One attempt. The context is fresh and has the deadline set; the attempt may add metadata.
using UnaryAttempt = std::function<grpc::Status(grpc::ClientContext& context)>;

// Makes a unary call that may be repeated safely, and repeats it on UNAVAILABLE and CANCELLED,
// within `deadline`. A gRPC server ends calls that reach it in the first moments of its drain with
// CANCELLED, so that a restart would show without it.
// Requires a call that is idempotent, since an attempt that failed may have taken effect, and that
// nobody cancels the context.
//
// Blocks. Returns the last attempt's status through FromGrpcStatus(), or kDeadlineExceeded without
// an attempt when the deadline has passed already. When the next pause would end after the
// deadline, the last status is returned at once.
absl::Status CallWithRetry(const RetryPolicy& policy, absl::Time deadline,
                           const UnaryAttempt& attempt);

// True when `policy` repeats a call that ended with `status`, whatever the attempt.
bool IsRetryable(const RetryPolicy& policy, const absl::Status& status);

// The pause after failed attempt number `attempt`, from 1. `random` is in [0, 1).
absl::Duration BackoffAfter(const RetryPolicy& policy, int attempt, double random);

}  // namespace docshare::platform
