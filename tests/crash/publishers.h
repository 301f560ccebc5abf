#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "tests/crash/attempt.h"
#include "tests/crash/tolerated.h"
#include "tests/stack/stack.h"

namespace docshare::tests {

// Threads that publish to all repositories of a stack, one attempt a submission, from the start of
// this object until Stop().
class Publishers {
 public:
  // `threads` for each repository, each of which pauses after every submission. `stack` must
  // outlive this object.
  Publishers(Stack* stack, int threads, uint64_t seed, std::vector<std::string> patients,
             Tolerated tolerated = {}, absl::Duration pause = absl::ZeroDuration());
  ~Publishers();

  // Lets running calls end. Returns every attempt; call it once.
  std::vector<Attempt> Stop();

  // Submissions to one repository so far that were acknowledged, and that were refused with
  // RESOURCE_EXHAUSTED.
  size_t acknowledged(int repository) const {
    return acknowledged_[static_cast<size_t>(repository)];
  }
  size_t refused(int repository) const { return refused_[static_cast<size_t>(repository)]; }

  // Failures that are not tolerated. After Stop().
  const std::vector<absl::Status>& unexpected() const { return unexpected_; }

 private:
  void Publish(int repository, uint64_t seed);

  Stack* const stack_;
  const std::vector<std::string> patients_;
  const Tolerated tolerated_;
  const absl::Duration pause_;
  std::array<std::atomic<size_t>, kRepositories> acknowledged_ = {};
  std::array<std::atomic<size_t>, kRepositories> refused_ = {};
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  std::vector<Attempt> attempts_;         // Guarded by mutex_.
  std::vector<absl::Status> unexpected_;  // Guarded by mutex_ until Stop() has returned.
  std::vector<std::thread> threads_;
};

}  // namespace docshare::tests
