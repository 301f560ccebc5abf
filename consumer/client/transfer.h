#pragma once

#include <grpcpp/client_context.h>

#include <functional>

#include "absl/status/status.h"
#include "consumer/client/call_limits.h"
#include "platform/rpc/stream_watchdog.h"

namespace docshare::consumer {

// One attempt to move documents over a stream.
struct TransferAttempt {
  // Fresh, with the deadline set.
  grpc::ClientContext& context;
  // Tell it whenever a message was sent or received, or the call is cancelled.
  platform::StreamWatchdog::Handle& watch;
  // Set to false by the attempt once another one would do harm or could not begin anew.
  bool may_repeat = true;
};

// Runs `attempt` within the limits, again after an attempt that ended with UNAVAILABLE and left
// `may_repeat` true. Blocks.
//
// Returns the last attempt's status, and kDeadlineExceeded for one that was cancelled because
// nothing moved.
absl::Status RunTransfer(const CallLimits& limits, platform::StreamWatchdog& watchdog,
                         const std::function<absl::Status(TransferAttempt& attempt)>& attempt);

}  // namespace docshare::consumer
