#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/crash/fault_control.h"

namespace docshare::tests {

// A disk whose calls fail with EIO when a test says so: a layer below processes that are started
// with environment(). Reads fail without a byte, writes after half of their bytes, syncs although
// everything is there. Not thread-safe.
class FaultyDisk {
 public:
  struct Faults {
    // What fails: kReadFaults and its like.
    uint32_t kinds = 0;
    // Calls that pass before.
    int64_t calls_before = 0;
    // Calls that fail then; the next ones pass again.
    int64_t count = 1;
  };

  // Keeps its control in `folder`, which must exist.
  static absl::StatusOr<std::unique_ptr<FaultyDisk>> Create(const std::string& folder);
  ~FaultyDisk();

  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // For ProcessOptions.
  std::vector<std::string> environment() const;

  // From now on faults strike whatever process uses files below `folder`, which must exist.
  void Arm(const std::string& folder, const Faults& faults);

  // No more faults. Returns how many there were since Arm().
  uint64_t Disarm();

  // Returns once one call has failed, or `limit` is over: false.
  bool AwaitFault(absl::Duration limit) const;

 private:
  FaultyDisk(std::string control_path, FaultControl* control);

  const std::string control_path_;
  FaultControl* const control_;
};

}  // namespace docshare::tests
