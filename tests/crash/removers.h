#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "tests/crash/attempt.h"
#include "tests/crash/tolerated.h"
#include "tests/stack/stack.h"

namespace docshare::tests {

// Removes a submission for good: the metadata at the registry, then the bytes at the repository.
// Safe to repeat. `kUnavailable` when a server is away on the way: then all, some or nothing of it
// is left.
absl::Status RemoveAttempt(const Stack& stack, const Attempt& attempt);

// A thread that removes submissions, one after the other, from the start of this object until
// Stop().
class Remover {
 public:
  // `stack` must outlive this object.
  Remover(const Stack* stack, std::vector<Attempt> attempts, Tolerated tolerated);
  ~Remover();

  // Lets a running call end. Returns how many of the attempts it began to remove; call it once.
  size_t Stop();

  // How many it has removed so far.
  size_t removed() const { return removed_; }

  // Failures that are not tolerated. FAILED_PRECONDITION is: a submission that waits for the
  // registry needs the document for a while. After Stop().
  const std::vector<absl::Status>& unexpected() const { return unexpected_; }

 private:
  void Run();

  const Stack* const stack_;
  const std::vector<Attempt> attempts_;
  const Tolerated tolerated_;
  std::atomic<bool> stop_ = false;
  std::atomic<size_t> removed_ = 0;
  size_t begun_ = 0;                      // Guarded by the life of the thread.
  std::vector<absl::Status> unexpected_;  // The same.
  std::thread thread_;
};

// A thread that makes one of two keys the active one, has all servers rotate, and begins again with
// the other, from the start of this object until Stop().
class KeyRotator {
 public:
  // `stack` must outlive this object.
  KeyRotator(const Stack* stack, Tolerated tolerated);
  ~KeyRotator();

  void Stop();

  // Failures that are not tolerated, and how often all servers had rotated. After Stop().
  const std::vector<absl::Status>& unexpected() const { return unexpected_; }
  int rotations() const { return rotations_; }

 private:
  void Run();

  const Stack* const stack_;
  const Tolerated tolerated_;
  std::atomic<bool> stop_ = false;
  int rotations_ = 0;
  std::vector<absl::Status> unexpected_;
  std::thread thread_;
};

// The ids of the keys that a KeyRotator uses.
std::vector<std::string> RotatedKeyIds();

}  // namespace docshare::tests
