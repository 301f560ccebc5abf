#include "repository/content/posix_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"

namespace docshare::repository {
namespace {

absl::StatusCode CodeOf(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return absl::StatusCode::kResourceExhausted;
    case ENOENT:
      return absl::StatusCode::kNotFound;
    case EEXIST:
      return absl::StatusCode::kAlreadyExists;
    case EMFILE:
    case ENFILE:
      return absl::StatusCode::kUnavailable;
    default:
      return absl::StatusCode::kInternal;
  }
}

absl::Status FileError(absl::string_view what, const std::string& path, int error) {
  return absl::Status(CodeOf(error), absl::StrCat("cannot ", what, " ",
                                                  absl::ErrnoToStatus(error, path).message()));
}

absl::StatusOr<PosixFile> Open(absl::string_view what, std::string path, int flags) {
  int descriptor;
  do {
    descriptor = open(path.c_str(), flags | O_CLOEXEC, 0600);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) return FileError(what, path, errno);
  return PosixFile(descriptor, std::move(path));
}

}  // namespace

absl::StatusOr<PosixFile> PosixFile::Create(std::string path) {
  return Open("create", std::move(path), O_WRONLY | O_CREAT | O_EXCL);
}

absl::StatusOr<PosixFile> PosixFile::OpenToRead(std::string path) {
  return Open("open", std::move(path), O_RDONLY);
}

PosixFile::PosixFile(int descriptor, std::string path)
    : descriptor_(descriptor), path_(std::move(path)) {}

PosixFile::PosixFile(PosixFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

PosixFile& PosixFile::operator=(PosixFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  return *this;
}

PosixFile::~PosixFile() {
  // What had to be durable was synced before; nothing else can fail here that matters.
  if (descriptor_ >= 0) close(descriptor_);
}

absl::Status PosixFile::Append(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FileError("write", path_, errno);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status PosixFile::ReadAt(uint64_t offset, size_t size, char* out) const {
  while (size > 0) {
    const ssize_t got = pread(descriptor_, out, size, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return absl::DataLossError(FileError("read", path_, errno).message());
    if (got == 0) return absl::DataLossError(absl::StrCat(path_, " ends too early"));
    out += got;
    offset += static_cast<uint64_t>(got);
    size -= static_cast<size_t>(got);
  }
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> PosixFile::SizeBytes() const {
  struct stat state;
  if (fstat(descriptor_, &state) != 0) return FileError("examine", path_, errno);
  return static_cast<uint64_t>(state.st_size);
}

void PosixFile::ExpectSequentialReads() const {
  // Advice: without it reads are slower, not wrong.
  posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
}

absl::Status PosixFile::StartWriteBack(uint64_t offset, uint64_t size) const {
  if (sync_file_range(descriptor_, static_cast<off_t>(offset), static_cast<off_t>(size),
                      SYNC_FILE_RANGE_WRITE) != 0) {
    return FileError("write back", path_, errno);
  }
  return absl::OkStatus();
}

absl::Status PosixFile::FinishWriteBack(uint64_t offset, uint64_t size) const {
  if (sync_file_range(
          descriptor_, static_cast<off_t>(offset), static_cast<off_t>(size),
          SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER) != 0) {
    return FileError("write back", path_, errno);
  }
  return absl::OkStatus();
}

absl::Status PosixFile::SyncData() const {
  if (fdatasync(descriptor_) != 0) return FileError("sync", path_, errno);
  return absl::OkStatus();
}

absl::Status PosixFile::SyncAll() const {
  if (fsync(descriptor_) != 0) return FileError("sync", path_, errno);
  return absl::OkStatus();
}

absl::Status MakeFolder(const std::string& path) {
  if (mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return absl::OkStatus();
  return FileError("make the folder", path, errno);
}

absl::Status SyncFolder(const std::string& path) {
  const absl::StatusOr<PosixFile> folder = Open("open", path, O_RDONLY | O_DIRECTORY);
  if (!folder.ok()) return folder.status();
  // Not SyncData(): ext4 takes a new name for no change of the folder's data.
  return folder->SyncAll();
}

absl::Status RenameFile(const std::string& from, const std::string& to) {
  if (rename(from.c_str(), to.c_str()) != 0) return FileError("rename", from, errno);
  return absl::OkStatus();
}

absl::Status RemoveFile(const std::string& path) {
  if (unlink(path.c_str()) == 0 || errno == ENOENT) return absl::OkStatus();
  return FileError("remove", path, errno);
}

}  // namespace docshare::repository
