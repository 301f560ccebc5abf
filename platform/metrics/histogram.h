#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace docshare::platform {

// Counts how often values fell between fixed bounds. Observing is two atomic additions and never
// waits. Thread-safe.
class Histogram {
 public:
  // What was counted until now.
  struct Reading {
    std::vector<double> upper_bounds;
    // Values at or below each bound and above the one before; the last one counts those above all
    // bounds. One longer than `upper_bounds`.
    std::vector<uint64_t> counts;
    double sum = 0;
  };

  // Seconds from 0.5 ms to a minute: the time of calls and of writes.
  static std::vector<double> Durations();

  // Requires bounds that ascend.
  explicit Histogram(std::vector<double> upper_bounds = Durations());

  void Observe(double value);

  Reading Read() const;

 private:
  const std::vector<double> upper_bounds_;
  const std::unique_ptr<std::atomic<uint64_t>[]> counts_;
  std::atomic<double> sum_{0};
};

}  // namespace docshare::platform
