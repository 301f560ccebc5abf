#pragma once

#include <cstdint>
#include <string>

#include "platform/kv/temporary_folder.h"

namespace docshare::platform {

// A disk that is quickly full: a file system in memory that only this process sees, for tests.
// Make the first one before any thread is started; a thread keeps the mounts it was born with.
class SmallDisk {
 public:
  explicit SmallDisk(uint64_t size_bytes);

  // Requires that no file of the disk is open.
  ~SmallDisk();

  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  // Why there is no such disk: mounting takes rights that not everybody has. Empty when there is.
  const std::string& obstacle() const { return obstacle_; }

  const std::string& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
  std::string obstacle_;
};

}  // namespace docshare::platform
