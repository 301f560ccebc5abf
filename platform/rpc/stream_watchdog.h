#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace docshare::platform {

// Cancels calls that make no progress, so that a stalled peer does not hold a thread for ever.
//
//   auto watch = watchdog.Watch([&] { context->TryCancel(); }, absl::Seconds(30));
//   while (reader->Read(&chunk)) {
//     watch.Progress();
//     ...
//   }
//   if (watch.stalled()) ... the peer was too slow
//
// One background thread looks at all watched calls every `scan_interval`, so a call is cancelled
// between its limit and the limit plus one interval. Thread-safe.
class StreamWatchdog {
  struct Call;

 public:
  // A watched call. Move-only. Destruction ends the watch: after it `cancel` neither runs nor will
  // run, unless `cancel` itself is what destroys it.
  class Handle {
   public:
    Handle(Handle&& other) noexcept = default;
    Handle& operator=(Handle&& other) noexcept;
    ~Handle();

    // Says that the call moved: the limit counts from now. Cheap: no lock.
    void Progress();

    // Says that the call waits for something that is not the peer's doing: no limit counts until
    // the next Progress().
    void Suspend();

    // True once `cancel` has been or is about to be called.
    bool stalled() const;

   private:
    friend class StreamWatchdog;
    Handle(StreamWatchdog* watchdog, std::shared_ptr<Call> call);

    StreamWatchdog* watchdog_;
    std::shared_ptr<Call> call_;
  };

  // `now_ns` is a clock that never goes back, in nanoseconds; tests give their own.
  explicit StreamWatchdog(absl::Duration scan_interval = absl::Seconds(1),
                          std::function<int64_t()> now_ns = SteadyNowNs);

  // Requires that every handle is gone.
  ~StreamWatchdog();

  StreamWatchdog(const StreamWatchdog&) = delete;
  StreamWatchdog& operator=(const StreamWatchdog&) = delete;

  // Watches a call that starts now. `cancel` is called at most once, on the watchdog's thread, when
  // there was no progress for `stall_limit`. It must not block.
  [[nodiscard]] Handle Watch(std::function<void()> cancel, absl::Duration stall_limit);

  static int64_t SteadyNowNs();

 private:
  void ScanUntilStopped();
  void End(const std::shared_ptr<Call>& call);

  const absl::Duration scan_interval_;
  const std::function<int64_t()> now_ns_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;                            // Guarded by mutex_.
  uint64_t next_id_ = 0;                             // Guarded by mutex_.
  std::map<uint64_t, std::shared_ptr<Call>> calls_;  // Guarded by mutex_; oldest first.
  const Call* cancelling_ = nullptr;                 // Guarded by mutex_.
  std::thread scanner_;
};

}  // namespace docshare::platform
