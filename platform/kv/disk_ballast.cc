#include "platform/kv/disk_ballast.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/kv/disk_reserve.h"

namespace docshare::platform {
namespace {

absl::Status Failure(const std::string& path, int error) {
  const absl::Status cause = absl::ErrnoToStatus(error, path);
  return absl::InternalError(absl::StrCat("cannot set room aside: ", cause.message()));
}

std::string FolderOf(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

}  // namespace

DiskBallast::DiskBallast(std::string path, uint64_t size_bytes)
    : path_(std::move(path)), size_bytes_(size_bytes) {}

absl::Status DiskBallast::TakeOn(uint64_t kept_free_bytes) const {
  if (size_bytes_ == 0) return absl::OkStatus();
  struct stat facts;
  // Another size is that of another configuration, or of a process that ended half-way.
  if (stat(path_.c_str(), &facts) == 0) {
    if (static_cast<uint64_t>(facts.st_size) == size_bytes_) return absl::OkStatus();
    if (unlink(path_.c_str()) != 0) return Failure(path_, errno);
  }
  absl::Status admitted = DiskReserve(FolderOf(path_), kept_free_bytes).Admit(size_bytes_);
  if (absl::IsResourceExhausted(admitted)) return absl::OkStatus();
  if (!admitted.ok()) return admitted;
  const int file = open(path_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) return Failure(path_, errno);
  int error;
  do {
    error = posix_fallocate(file, 0, static_cast<off_t>(size_bytes_));
  } while (error == EINTR);
  close(file);
  if (error == 0) return absl::OkStatus();
  if (unlink(path_.c_str()) != 0) return Failure(path_, errno);
  // Somebody else was quicker.
  return error == ENOSPC || error == EDQUOT ? absl::OkStatus() : Failure(path_, error);
}

absl::Status DiskBallast::MakeRoom(uint64_t needed_bytes) const {
  const DiskReserve disk(FolderOf(path_), 0);
  absl::Status roomy = disk.Admit(needed_bytes);
  if (!absl::IsResourceExhausted(roomy)) return roomy;
  if (unlink(path_.c_str()) == 0) roomy = disk.Admit(needed_bytes);
  if (!absl::IsResourceExhausted(roomy)) return roomy;
  return absl::ResourceExhaustedError(
      absl::StrCat(roomy.message(), "; opening takes ", needed_bytes, ": make room"));
}

}  // namespace docshare::platform
