// The calls by which a process reaches its files, with faults: loaded before the C library by
// processes on a FaultyDisk (faulty_disk.h). RocksDB's own diary, which it writes with fwrite(), is
// spared.

// The C library's checked forms of these functions would be definitions of their own.
#undef _FORTIFY_SOURCE

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/crash/fault_control.h"

namespace {

using docshare::tests::FaultControl;

FaultControl* Control() {
  static FaultControl* const control = []() -> FaultControl* {
    const char* path = std::getenv(docshare::tests::kFaultControlVariable);
    if (path == nullptr) return nullptr;
    const int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0) std::abort();
    void* memory = mmap(nullptr, sizeof(FaultControl), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (memory == MAP_FAILED) std::abort();
    return static_cast<FaultControl*>(memory);
  }();
  return control;
}

bool IsOnFaultyDisk(int fd, const FaultControl& control) {
  char link[32];
  std::snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
  char path[1024];
  const ssize_t size = readlink(link, path, sizeof(path));
  const size_t folder_size = std::strlen(control.folder);
  return size > static_cast<ssize_t>(folder_size) && folder_size > 0 &&
         std::memcmp(path, control.folder, folder_size) == 0 && path[folder_size] == '/';
}

// Whether this call fails; sets errno then.
bool Fails(uint32_t kind, int fd) {
  FaultControl* control = Control();
  if (control == nullptr || (control->kinds.load() & kind) == 0) return false;
  const int before = errno;
  const bool strikes = IsOnFaultyDisk(fd, *control) && control->calls_before.fetch_sub(1) <= 0 &&
                       control->faults_left.fetch_sub(1) > 0;
  errno = strikes ? EIO : before;
  if (strikes) ++control->faults;
  return strikes;
}

}  // namespace

extern "C" {

ssize_t read(int fd, void* buffer, size_t size) {
  if (Fails(docshare::tests::kReadFaults, fd)) return -1;
  return syscall(SYS_read, fd, buffer, size);
}

ssize_t pread(int fd, void* buffer, size_t size, off_t offset) {
  if (Fails(docshare::tests::kReadFaults, fd)) return -1;
  return syscall(SYS_pread64, fd, buffer, size, offset);
}

// How RocksDB reads logs and manifests.
size_t fread_unlocked(void* buffer, size_t size, size_t count, FILE* file) {
  using Function = size_t (*)(void*, size_t, size_t, FILE*);
  static const auto next = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "fread_unlocked"));
  if (Fails(docshare::tests::kReadFaults, fileno(file))) return 0;
  return next(buffer, size, count, file);
}

// Half of it reaches the disk before a write fails.
ssize_t write(int fd, const void* buffer, size_t size) {
  if (Fails(docshare::tests::kWriteFaults, fd)) {
    syscall(SYS_write, fd, buffer, size / 2);
    errno = EIO;
    return -1;
  }
  return syscall(SYS_write, fd, buffer, size);
}

ssize_t pwrite(int fd, const void* buffer, size_t size, off_t offset) {
  if (Fails(docshare::tests::kWriteFaults, fd)) {
    syscall(SYS_pwrite64, fd, buffer, size / 2, offset);
    errno = EIO;
    return -1;
  }
  return syscall(SYS_pwrite64, fd, buffer, size, offset);
}

int fsync(int fd) {
  if (Fails(docshare::tests::kSyncFaults, fd)) return -1;
  return static_cast<int>(syscall(SYS_fsync, fd));
}

int fdatasync(int fd) {
  if (Fails(docshare::tests::kSyncFaults, fd)) return -1;
  return static_cast<int>(syscall(SYS_fdatasync, fd));
}

int sync_file_range(int fd, off64_t offset, off64_t size, unsigned int flags) {
  if (Fails(docshare::tests::kSyncFaults, fd)) return -1;
  return static_cast<int>(syscall(SYS_sync_file_range, fd, offset, size, flags));
}

}  // extern "C"
