#pragma once

#include <sys/types.h>

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace docshare::tests {

// Most memory the process has had in use since it began, or since ResetPeakRss(): VmHWM of its
// /proc/PID/status, in bytes. Works for every process of the same user.
absl::StatusOr<int64_t> PeakRssBytes(pid_t pid);

// Lets the peak begin anew at what is in use now.
absl::Status ResetPeakRss(pid_t pid);

}  // namespace docshare::tests
