#include "platform/kv/disk_reserve.h"

#include <sys/statvfs.h>

#include <cerrno>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace docshare::platform {

namespace {

// Returns kInternal when the disk's state cannot be read.
absl::StatusOr<uint64_t> ReadFreeBytes(const std::string& path) {
  struct statvfs disk;
  int result;
  do {
    result = statvfs(path.c_str(), &disk);
  } while (result != 0 && errno == EINTR);
  if (result != 0) {
    const absl::Status cause = absl::ErrnoToStatus(errno, path);
    return absl::InternalError(absl::StrCat("cannot read the free space of ", cause.message()));
  }
  return uint64_t{disk.f_bavail} * disk.f_frsize;
}

}  // namespace

uint64_t FreeDiskBytes(const std::string& path) { return ReadFreeBytes(path).value_or(0); }

DiskReserve::DiskReserve(std::string path, uint64_t reserved_bytes)
    : path_(std::move(path)), reserved_bytes_(reserved_bytes) {}

absl::Status DiskReserve::Admit(uint64_t size_bytes) const {
  const absl::StatusOr<uint64_t> free_bytes = ReadFreeBytes(path_);
  if (!free_bytes.ok()) return free_bytes.status();
  // Not a sum: a reserve of everything must not overflow.
  if (*free_bytes >= reserved_bytes_ && *free_bytes - reserved_bytes_ >= size_bytes) {
    return absl::OkStatus();
  }
  return absl::ResourceExhaustedError(absl::StrCat("the disk is nearly full: ", *free_bytes,
                                                   " bytes are free, ", reserved_bytes_,
                                                   " are kept in reserve"));
}

}  // namespace docshare::platform
