#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace docshare::tests {

// A disk of its own whose power can be cut: an XFS file system in a file, mounted through a loop
// device. What was not synced when the power went is gone afterwards, as on a real machine. Needs
// root, loop devices and xfsprogs.
class PowerCutDisk {
 public:
  // Why there can be none here; empty when there can.
  static std::string Obstacle();

  // In `folder`, which must exist. The thread that calls it, and the processes that it starts, have
  // mounts of their own from then on: nobody else sees the disk.
  static absl::StatusOr<std::unique_ptr<PowerCutDisk>> Create(const std::string& folder);

  // Unmounts. Nobody may use it any more.
  ~PowerCutDisk();

  PowerCutDisk(const PowerCutDisk&) = delete;
  PowerCutDisk& operator=(const PowerCutDisk&) = delete;

  const std::string& path() const { return mount_point_; }

  // From now on every access fails, and nothing more reaches the disk.
  absl::Status CutPower();

  // As after the next boot. Comes after CutPower(), when all who used it have ended.
  absl::Status Restore();

 private:
  PowerCutDisk(std::string image, std::string mount_point);

  absl::Status Mount();

  const std::string image_;
  const std::string mount_point_;
  bool mounted_ = false;
};

}  // namespace docshare::tests
