#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "platform/rpc/retry.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::admin {

// What is alike in every call of an administrator's client.

struct AdminCallOptions {
  // One call, its repetitions included. Streams have no deadline.
  absl::Duration call_timeout = absl::Seconds(10);
  platform::RetryPolicy retry;
};

// Says by an error that a stream is to end; asked at least every 100 ms, on a thread of its own.
using StopCheck = std::function<absl::Status()>;

// Cancels a call once a check fails. The check ends with this object.
class Canceller {
 public:
  Canceller(grpc::ClientContext* context, const StopCheck& stop)
      : thread_([this, context, &stop] { Run(context, stop); }) {}

  ~Canceller() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      done_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }

  Canceller(const Canceller&) = delete;
  Canceller& operator=(const Canceller&) = delete;

 private:
  void Run(grpc::ClientContext* context, const StopCheck& stop) {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!changed_.wait_for(lock, std::chrono::milliseconds(100), [this] { return done_; })) {
      if (stop().ok()) continue;
      context->TryCancel();
      return;
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;  // Guarded by mutex_.
  std::thread thread_;
};

// Reads a stream to its end, or until somebody wants to stop.
template <typename Response>
absl::Status ReadStream(grpc::ClientContext& context, grpc::ClientReader<Response>& reader,
                        const std::function<absl::Status(const Response&)>& visit,
                        const StopCheck& stop) {
  absl::Status visited;
  grpc::Status finished;
  {
    const Canceller canceller(&context, stop);
    Response response;
    while (visited.ok() && reader.Read(&response)) visited = visit(response);
    if (!visited.ok()) context.TryCancel();
    finished = reader.Finish();
  }
  if (!visited.ok()) return visited;
  if (absl::Status stopped = stop(); !stopped.ok()) return stopped;
  return platform::FromGrpcStatus(finished);
}

// Makes a call, which may be repeated unless it changes something: a repetition after a change
// whose answer was lost would be refused, and look as if nothing had happened.
enum class Effect { kNone, kChange };
template <typename Response, typename Attempt>
absl::StatusOr<Response> Ask(const AdminCallOptions& options, Effect effect, Attempt attempt) {
  Response response;
  platform::RetryPolicy retry = options.retry;
  if (effect == Effect::kChange) retry.max_attempts = 1;
  absl::Status status = platform::CallWithRetry(
      retry, absl::Now() + options.call_timeout,
      [&](grpc::ClientContext& context) { return attempt(&context, &response); });
  if (!status.ok()) return status;
  return response;
}

}  // namespace docshare::admin
