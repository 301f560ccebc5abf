#pragma once

#include "absl/time/time.h"
#include "platform/rpc/retry.h"

namespace docshare::consumer {

// How long calls may take and how often they are repeated. Every call has a deadline.
struct CallLimits {
  // One question or one small write, its repetitions included.
  absl::Duration call_timeout = absl::Seconds(10);
  // Longest time without a message sent or received while a document is on its way. The time a
  // caller's own callback takes counts too. Servers give up after 30 s by default.
  absl::Duration stall_timeout = absl::Seconds(60);
  // One transfer of documents, its repetitions included.
  absl::Duration transfer_timeout = absl::Hours(6);
  // Repetition on UNAVAILABLE, for calls where it is safe.
  platform::RetryPolicy retry;
};

}  // namespace docshare::consumer
