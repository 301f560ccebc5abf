#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "tests/crash/attempt.h"
#include "tests/stack/stack.h"

namespace docshare::tests {

// Threads that publish to all repositories of a stack, one attempt a submission, from the start of
// this object until Stop().
class Publishers {
 public:
  // `threads` for each repository. `stack` must outlive this object.
  Publishers(Stack* stack, int threads, uint64_t seed, std::vector<std::string> patients);
  ~Publishers();

  // Lets running calls end. Returns every attempt; call it once.
  std::vector<Attempt> Stop();

  // Answers other than success and UNAVAILABLE. After Stop().
  const std::vector<absl::Status>& unexpected() const { return unexpected_; }

 private:
  void Publish(int repository, uint64_t seed);

  Stack* const stack_;
  const std::vector<std::string> patients_;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  std::vector<Attempt> attempts_;         // Guarded by mutex_.
  std::vector<absl::Status> unexpected_;  // Guarded by mutex_ until Stop() has returned.
  std::vector<std::thread> threads_;
};

}  // namespace docshare::tests
