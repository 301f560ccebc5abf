#include "consumer/client/document_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace docshare::consumer {
namespace {

absl::Status FileError(const std::string& path, int error_number) {
  return absl::FailedPreconditionError(
      absl::StrCat("cannot write ", path, ": ", std::strerror(error_number)));
}

std::string FolderOf(const std::string& path) {
  size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

absl::Status SyncFolder(const std::string& path) {
  int fd = ::open(FolderOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return FileError(path, errno);
  int error_number = ::fsync(fd) == 0 ? 0 : errno;
  ::close(fd);
  // Some file systems have no fsync of folders; there the rename is as durable as it can be.
  if (error_number == 0 || error_number == EINVAL) return absl::OkStatus();
  return FileError(path, error_number);
}

}  // namespace

absl::StatusOr<DocumentFile> DocumentFile::Create(const std::string& path) {
  if (path.empty() || path.back() == '/') {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot write \"", path, "\": give the name of a file"));
  }
  struct stat existing;
  if (::stat(path.c_str(), &existing) == 0 && !S_ISREG(existing.st_mode)) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot write ", path, ": it exists and is not a plain file"));
  }
  std::string temporary_path = absl::StrCat(FolderOf(path), "/.docshare-XXXXXX");
  int fd = ::mkostemp(temporary_path.data(), O_CLOEXEC);
  if (fd < 0) return FileError(path, errno);
  return DocumentFile(path, std::move(temporary_path), fd);
}

DocumentFile::DocumentFile(std::string path, std::string temporary_path, int fd)
    : path_(std::move(path)), temporary_path_(std::move(temporary_path)), fd_(fd) {}

DocumentFile::DocumentFile(DocumentFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_path_(std::exchange(other.temporary_path_, "")),
      fd_(std::exchange(other.fd_, -1)) {}

DocumentFile& DocumentFile::operator=(DocumentFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(temporary_path_, other.temporary_path_);
  std::swap(fd_, other.fd_);
  return *this;
}

DocumentFile::~DocumentFile() { Discard(); }

void DocumentFile::Discard() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  if (!temporary_path_.empty()) ::unlink(temporary_path_.c_str());
  temporary_path_.clear();
}

absl::Status DocumentFile::Write(absl::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t written = ::write(fd_, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return FileError(path_, errno);
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status DocumentFile::Commit() {
  if (::fsync(fd_) != 0) return FileError(path_, errno);
  // Some file systems tell only now that the bytes did not fit.
  if (::close(std::exchange(fd_, -1)) != 0) return FileError(path_, errno);
  if (::rename(temporary_path_.c_str(), path_.c_str()) != 0) return FileError(path_, errno);
  temporary_path_.clear();
  return SyncFolder(path_);
}

}  // namespace docshare::consumer
