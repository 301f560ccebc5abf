#pragma once

#include <mutex>

#include "absl/status/status.h"

namespace docshare::consumer {

// Lets a fake fail its next calls. Thread-safe.
class ScriptedFailures {
 public:
  // The next `times` calls fail with `status`.
  void Plan(int times, absl::Status status) {
    std::lock_guard<std::mutex> lock(mutex_);
    times_ = times;
    status_ = std::move(status);
  }

  // Counts one call and returns how it has to fail, OK when it has not.
  absl::Status Next() {
    std::lock_guard<std::mutex> lock(mutex_);
    ++calls_;
    if (times_ == 0) return absl::OkStatus();
    --times_;
    return status_;
  }

  // Calls made so far, failed ones included.
  int calls() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return calls_;
  }

 private:
  mutable std::mutex mutex_;
  int times_ = 0;        // Guarded by mutex_.
  int calls_ = 0;        // Guarded by mutex_.
  absl::Status status_;  // Guarded by mutex_.
};

}  // namespace docshare::consumer
