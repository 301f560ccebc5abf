#include "platform/kv/small_disk.h"

#include <sched.h>
#include <sys/mount.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace docshare::platform {
namespace {

// Gives this process mounts of its own, so that nothing of the test outlives it.
bool SeparateMounts() {
  if (unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
  return mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

bool Mount(const std::string& folder, uint64_t size_bytes) {
  static const bool separated = SeparateMounts();
  const std::string options = absl::StrCat("size=", size_bytes);
  return separated && mount("tmpfs", folder.c_str(), "tmpfs", 0, options.c_str()) == 0;
}

}  // namespace

SmallDisk::SmallDisk(uint64_t size_bytes) {
  if (!Mount(path(), size_bytes)) {
    obstacle_ = absl::StrCat("THE FULL DISK IS NOT TESTED: cannot mount a small file system: ",
                             std::strerror(errno));
  }
}

SmallDisk::~SmallDisk() {
  if (!obstacle_.empty()) return;
  EXPECT_EQ(umount(path().c_str()), 0) << std::strerror(errno);
}

}  // namespace docshare::platform
