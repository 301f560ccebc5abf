#include "tests/crash/faulty_disk.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/real_data/real_data.h"

namespace docshare::tests {
namespace {

constexpr char kLayer[] = "tests/crash/faulty_disk_preload.so";

}  // namespace

absl::StatusOr<std::unique_ptr<FaultyDisk>> FaultyDisk::Create(const std::string& folder) {
  std::string path = folder + "/fault-control";
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return absl::ErrnoToStatus(errno, path);
  void* memory = MAP_FAILED;
  if (ftruncate(fd, sizeof(FaultControl)) == 0) {
    memory = mmap(nullptr, sizeof(FaultControl), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  }
  const int error = errno;
  close(fd);
  if (memory == MAP_FAILED) return absl::ErrnoToStatus(error, path);
  return std::unique_ptr<FaultyDisk>(
      new FaultyDisk(std::move(path), static_cast<FaultControl*>(memory)));
}

FaultyDisk::FaultyDisk(std::string control_path, FaultControl* control)
    : control_path_(std::move(control_path)), control_(control) {}

FaultyDisk::~FaultyDisk() { munmap(control_, sizeof(FaultControl)); }

std::vector<std::string> FaultyDisk::environment() const {
  const std::filesystem::path layer = std::filesystem::absolute(WorkspaceFile(kLayer));
  return {absl::StrCat("LD_PRELOAD=", layer.string()),
          absl::StrCat(kFaultControlVariable, "=", control_path_)};
}

void FaultyDisk::Arm(const std::string& folder, const Faults& faults) {
  control_->kinds = 0;
  const std::string path = std::filesystem::canonical(folder);
  if (path.size() >= sizeof(control_->folder)) std::abort();
  std::strcpy(control_->folder, path.c_str());
  control_->calls_before = faults.calls_before;
  control_->faults_left = faults.count;
  control_->faults = 0;
  control_->kinds = faults.kinds;
}

uint64_t FaultyDisk::Disarm() {
  control_->kinds = 0;
  return control_->faults;
}

bool FaultyDisk::AwaitFault(absl::Duration limit) const {
  const absl::Time until = absl::Now() + limit;
  while (control_->faults == 0) {
    if (absl::Now() > until) return false;
    absl::SleepFor(absl::Milliseconds(1));
  }
  return true;
}

}  // namespace docshare::tests
