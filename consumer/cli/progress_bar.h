#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "platform/clock/clock.h"

namespace docshare::consumer {

// A number of bytes for people, in the largest unit that leaves at least one: "512 B", "1.5 MiB".
std::string FormatBytes(uint64_t bytes);

// Shows on a terminal how far a transfer is:
//
//   fetching  [############............]  50 %  100.0 MiB of 200.0 MiB  20.0 MiB/s
//
// Redraws one line at most ten times a second and removes it in the end. Silent where there is no
// terminal and for transfers of less than kWorthShowingBytes. Not thread-safe.
class ProgressBar {
 public:
  static constexpr uint64_t kWorthShowingBytes = 8 << 20;

  // `terminal` is null when there is none; it and `clock` have to outlive the bar. `width` is the
  // width of the terminal.
  ProgressBar(std::ostream* terminal, size_t width, absl::string_view label, uint64_t total_bytes,
              const platform::Clock* clock);
  ~ProgressBar();

  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // `done_bytes` may fall, when a transfer begins anew.
  void Update(uint64_t done_bytes);

 private:
  std::string Line(uint64_t done_bytes, absl::Time now) const;

  std::ostream* const terminal_;
  const size_t width_;
  const std::string label_;
  const uint64_t total_bytes_;
  const platform::Clock* const clock_;
  const absl::Time started_;
  absl::Time drawn_ = absl::InfinitePast();
  size_t drawn_width_ = 0;
};

}  // namespace docshare::consumer
