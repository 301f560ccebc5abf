#pragma once

#include <algorithm>
#include <limits>

#include "absl/time/time.h"

namespace docshare::platform {

// `duration` as a gRPC channel argument: whole milliseconds, INT_MAX for longer ones, which gRPC
// takes as never.
inline int DurationArgument(absl::Duration duration) {
  return static_cast<int>(
      std::min<int64_t>(absl::ToInt64Milliseconds(duration), std::numeric_limits<int>::max()));
}

}  // namespace docshare::platform
