#pragma once

#include <atomic>
#include <cstdint>

namespace docshare::tests {

// What shall fail; may be combined.
inline constexpr uint32_t kReadFaults = 1;
inline constexpr uint32_t kWriteFaults = 2;
inline constexpr uint32_t kSyncFaults = 4;

// Names the file with a FaultControl, in the environment of a process with the faulty disk.
inline constexpr char kFaultControlVariable[] = "DOCSHARE_FAULT_CONTROL";

// What a test tells the processes on its faulty disk (faulty_disk.h), in memory they share. All
// zeros: nothing fails.
struct FaultControl {
  // The calls that may fail; 0 for none. `folder` changes only while it is 0.
  std::atomic<uint32_t> kinds;
  // So many of them pass before the first fails.
  std::atomic<int64_t> calls_before;
  // So many fail, then they pass again.
  std::atomic<int64_t> faults_left;
  // How many have failed.
  std::atomic<uint64_t> faults;
  // Files and folders below this one are on the faulty disk. Absolute, without symbolic links.
  char folder[512];
};

static_assert(std::atomic<int64_t>::is_always_lock_free);

}  // namespace docshare::tests
