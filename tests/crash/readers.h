#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "tests/crash/attempt.h"
#include "tests/crash/tolerated.h"
#include "tests/stack/stack.h"

namespace docshare::tests {

// Threads that look submissions up in the registry and fetch their documents, one after the other,
// from the start of this object until Stop(). What comes must be what was published; a call may
// fail, too.
class Readers {
 public:
  // `attempts` were acknowledged, and nobody removes them meanwhile. `stack` must outlive this
  // object.
  Readers(const Stack* stack, int threads, uint64_t seed, std::vector<Attempt> attempts,
          Tolerated tolerated);
  ~Readers();

  // Lets running calls end. Returns how many documents came whole; call it once.
  size_t Stop();

  // Documents that came whole so far.
  size_t fetched() const { return fetched_; }

  // Failures that are not tolerated, and kOutOfRange for an answer other than what was published.
  // After Stop().
  const std::vector<absl::Status>& unexpected() const { return unexpected_; }

 private:
  void Read(uint64_t seed);
  absl::Status ReadOne(consumer::DocumentConsumer& consumer, const Attempt& attempt);

  const Stack* const stack_;
  const std::vector<Attempt> attempts_;
  const Tolerated tolerated_;
  std::atomic<bool> stop_ = false;
  std::atomic<size_t> fetched_ = 0;
  std::mutex mutex_;
  std::vector<absl::Status> unexpected_;  // Guarded by mutex_ until Stop() has returned.
  std::vector<std::thread> threads_;
};

}  // namespace docshare::tests
