#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace docshare::platform {

// Bytes that may still be written to the disk of a file or folder; 0 when nobody can say.
uint64_t FreeDiskBytes(const std::string& path);

// Keeps some bytes of a disk free: asked before every write, it refuses those that would use
// them. What has been admitted before, and work in the background, may then still finish, and
// deleting stays possible. Reads the disk's state anew each time (1.4 us), so that writes resume
// by themselves when space returns. Thread-safe.
class DiskReserve {
 public:
  // `path` is any file or folder on the disk; it must exist when Admit() is called.
  DiskReserve(std::string path, uint64_t reserved_bytes);

  // Returns kResourceExhausted when writing `size_bytes` would leave less than the reserve,
  // kInternal when the disk's state cannot be read.
  absl::Status Admit(uint64_t size_bytes) const;

 private:
  const std::string path_;
  const uint64_t reserved_bytes_;
};

}  // namespace docshare::platform
