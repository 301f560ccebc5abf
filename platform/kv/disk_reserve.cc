#include "platform/kv/disk_reserve.h"

#include <sys/statvfs.h>

#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"

namespace docshare::platform {

DiskReserve::DiskReserve(std::string path, uint64_t reserved_bytes)
    : path_(std::move(path)), reserved_bytes_(reserved_bytes) {}

absl::Status DiskReserve::Admit(uint64_t size_bytes) const {
  struct statvfs disk;
  int result;
  do {
    result = statvfs(path_.c_str(), &disk);
  } while (result != 0 && errno == EINTR);
  if (result != 0) {
    const absl::Status cause = absl::ErrnoToStatus(errno, path_);
    return absl::InternalError(absl::StrCat("cannot read the free space of ", cause.message()));
  }
  const uint64_t free_bytes = uint64_t{disk.f_bavail} * disk.f_frsize;
  // Not a sum: a reserve of everything must not overflow.
  if (free_bytes >= reserved_bytes_ && free_bytes - reserved_bytes_ >= size_bytes) {
    return absl::OkStatus();
  }
  return absl::ResourceExhaustedError(absl::StrCat("the disk is nearly full: ", free_bytes,
                                                   " bytes are free, ", reserved_bytes_,
                                                   " are kept in reserve"));
}

}  // namespace docshare::platform
