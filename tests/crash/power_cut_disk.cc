#include "tests/crash/power_cut_disk.h"

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace docshare::tests {
namespace {

constexpr uint64_t kDiskBytes = uint64_t{8} << 30;
constexpr int kRestoreAttempts = 50;

// Paths come from the test and have no characters of the shell. Tools for disks are where root
// looks for them.
absl::Status Run(const std::string& command) {
  const int code = std::system(
      absl::StrCat("PATH=$PATH:/usr/sbin:/sbin; ", command, " >/dev/null 2>&1").c_str());
  if (code == 0) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("`", command, "` ended with ", code));
}

}  // namespace

std::string PowerCutDisk::Obstacle() {
  if (geteuid() != 0) return "only root can mount a disk";
  if (!Run("command -v mkfs.xfs").ok() || !Run("command -v xfs_io").ok()) {
    return "xfsprogs are not installed; run tools/setup";
  }
  if (!std::filesystem::exists("/dev/loop-control")) return "there are no loop devices";
  return "";
}

absl::StatusOr<std::unique_ptr<PowerCutDisk>> PowerCutDisk::Create(const std::string& folder) {
  // With mounts of its own: a sandbox that somebody else starts meanwhile would keep a copy of this
  // one, and while that lives the file system comes back as it was, without power.
  if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
    return absl::ErrnoToStatus(errno, "cannot have mounts of its own");
  }
  std::unique_ptr<PowerCutDisk> disk(new PowerCutDisk(folder + "/disk.xfs", folder + "/disk"));
  std::ofstream(disk->image_).close();
  std::error_code error;
  std::filesystem::resize_file(disk->image_, kDiskBytes, error);
  if (!error) std::filesystem::create_directories(disk->mount_point_, error);
  if (error) return absl::InternalError(error.message());
  if (absl::Status made = Run("mkfs.xfs -q " + disk->image_); !made.ok()) return made;
  if (absl::Status mounted = disk->Mount(); !mounted.ok()) return mounted;
  return disk;
}

PowerCutDisk::PowerCutDisk(std::string image, std::string mount_point)
    : image_(std::move(image)), mount_point_(std::move(mount_point)) {}

PowerCutDisk::~PowerCutDisk() {
  if (mounted_) Run("umount -l " + mount_point_).IgnoreError();
  std::error_code ignored;
  std::filesystem::remove(image_, ignored);
}

absl::Status PowerCutDisk::Mount() {
  absl::Status mounted = Run(absl::StrCat("mount -o loop ", image_, " ", mount_point_));
  mounted_ = mounted.ok();
  return mounted;
}

absl::Status PowerCutDisk::CutPower() { return Run("xfs_io -x -c shutdown " + mount_point_); }

absl::Status PowerCutDisk::Restore() {
  // The last file of a process that was killed may close a little later.
  absl::Status restored;
  for (int i = 0; i < kRestoreAttempts; ++i) {
    if (mounted_) mounted_ = !(restored = Run("umount " + mount_point_)).ok();
    if (!mounted_) restored = Mount();
    if (restored.ok()) restored = Run("touch " + mount_point_ + "/.probe");
    if (restored.ok()) return restored;
    absl::SleepFor(absl::Milliseconds(100));
  }
  return restored;
}

}  // namespace docshare::tests
