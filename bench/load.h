#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/time/time.h"

namespace docshare::bench {

// What one run of a load measured.
struct LoadResult {
  double per_second = 0;
  double p50_us = 0;
  double p99_us = 0;
  int64_t calls = 0;
};

// One call of caller number `caller` (from 0). False means that it failed, which ends the run.
using Call = std::function<bool(int caller)>;

// Lets `callers` threads make calls, each as fast as the last one returns, for `duration`.
// A failed call ends the process with a message: a rate with errors in it means nothing.
LoadResult RunLoad(int callers, absl::Duration duration, const Call& call);

// The run with the median rate.
LoadResult Median(std::vector<LoadResult> runs);

}  // namespace docshare::bench
