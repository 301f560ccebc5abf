#include "bench/load.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "absl/time/clock.h"

namespace docshare::bench {
namespace {

double Percentile(const std::vector<int64_t>& sorted_ns, double share) {
  if (sorted_ns.empty()) return 0;
  const auto rank = static_cast<size_t>(share * static_cast<double>(sorted_ns.size() - 1));
  return static_cast<double>(sorted_ns[rank]) / 1000;
}

}  // namespace

LoadResult RunLoad(int callers, absl::Duration duration, const Call& call) {
  std::vector<std::vector<int64_t>> latencies_ns(callers);
  std::atomic<bool> go{false};
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  for (int caller = 0; caller < callers; ++caller) {
    threads.emplace_back([&, caller] {
      while (!go) std::this_thread::yield();
      while (!stop) {
        const int64_t begin_ns = absl::GetCurrentTimeNanos();
        if (!call(caller)) {
          std::fprintf(stderr, "bench: a call failed; see above\n");
          std::_Exit(EXIT_FAILURE);
        }
        latencies_ns[caller].push_back(absl::GetCurrentTimeNanos() - begin_ns);
      }
    });
  }
  const absl::Time begin = absl::Now();
  go = true;
  absl::SleepFor(duration);
  stop = true;
  for (std::thread& thread : threads) thread.join();
  const double elapsed_s = absl::ToDoubleSeconds(absl::Now() - begin);

  std::vector<int64_t> all_ns;
  for (const auto& of_one : latencies_ns) all_ns.insert(all_ns.end(), of_one.begin(), of_one.end());
  std::sort(all_ns.begin(), all_ns.end());
  LoadResult result;
  result.calls = static_cast<int64_t>(all_ns.size());
  result.per_second = static_cast<double>(all_ns.size()) / elapsed_s;
  result.p50_us = Percentile(all_ns, 0.50);
  result.p99_us = Percentile(all_ns, 0.99);
  return result;
}

LoadResult Median(std::vector<LoadResult> runs) {
  if (runs.empty()) return {};
  std::sort(runs.begin(), runs.end(),
            [](const LoadResult& a, const LoadResult& b) { return a.per_second < b.per_second; });
  return runs[runs.size() / 2];
}

}  // namespace docshare::bench
