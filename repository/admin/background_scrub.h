#pragma once

#include <cstdint>
#include <mutex>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "platform/clock/clock.h"
#include "platform/operations/operational_log.h"
#include "repository/admin/scrubber.h"
#include "repository/catalogue/catalogue.h"

namespace docshare::repository {

// Verifies all documents over and over on a thread of its own, at a bounded rate. Where it is
// survives a restart (Catalogue::ScrubPosition()), to a minute. Thread-safe.
class BackgroundScrub {
 public:
  struct Result {
    // Of the last walk that reached the end; InfinitePast when there is none since the start.
    absl::Time ended = absl::InfinitePast();
    ScrubProgress whole;
    // Of the walk that runs.
    ScrubProgress running;
  };

  // All must outlive this object.
  BackgroundScrub(Scrubber* scrubber, Catalogue* catalogue, const platform::Clock* clock,
                  platform::OperationalLog* log, uint64_t bytes_per_second);

  // Stops.
  ~BackgroundScrub();

  void Start();

  // Returns when the thread has ended.
  void Stop();

  Result result() const;

 private:
  void Run();
  // One walk, from where the last one was to the end.
  absl::Status WalkOnce();

  Scrubber* const scrubber_;
  Catalogue* const catalogue_;
  const platform::Clock* const clock_;
  platform::OperationalLog* const log_;
  const uint64_t bytes_per_second_;
  absl::Notification stopped_;
  mutable std::mutex mutex_;
  Result result_;
  std::thread thread_;
};

}  // namespace docshare::repository
