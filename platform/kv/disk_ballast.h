#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace docshare::platform {

// Name of the file in the folder of a database.
inline constexpr char kBallastName[] = "BALLAST";

// Room of a disk that a file holds, so that nobody else takes it: thrown overboard when a store has
// to be opened on a disk that is full to the last byte. One thread at a time.
class DiskBallast {
 public:
  // `path` is that of the file. 0 bytes are no ballast.
  DiskBallast(std::string path, uint64_t size_bytes);

  // Takes the room, as long as that leaves `kept_free_bytes` besides; else waits for the next call.
  // Returns kInternal when there is room and the file cannot be made all the same.
  absl::Status TakeOn(uint64_t kept_free_bytes) const;

  // Sees to it that so many bytes are free, without the ballast when it takes that. Returns
  // kResourceExhausted, saying how many there are, when that is not enough either, and kInternal
  // when the disk's state cannot be read.
  absl::Status MakeRoom(uint64_t needed_bytes) const;

 private:
  const std::string path_;
  const uint64_t size_bytes_;
};

}  // namespace docshare::platform
