#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "platform/clock/clock.h"

namespace docshare::admin {

// A number with blanks between groups of three digits: "12 345 678".
std::string FormatCount(uint64_t count);

// A time that is left, roughly: "5 s", "3 min", "2 h 10 min".
std::string FormatRemaining(absl::Duration remaining);

// Shows on a terminal how far work on many rows is, and when it will end:
//
//   stray unique ids  [######..................]  25 %  1 000 of 4 000 rows  500 rows/s  6 s left
//
// Redraws one line at most ten times a second and removes it in the end. Silent where there is no
// terminal. Not thread-safe.
class RowProgress {
 public:
  // `terminal` is null when there is none; it and `clock` have to outlive this object. `width` is
  // the width of the terminal, `unit` what is counted.
  RowProgress(std::ostream* terminal, size_t width, const platform::Clock* clock,
              absl::string_view unit = "rows");
  ~RowProgress();

  RowProgress(const RowProgress&) = delete;
  RowProgress& operator=(const RowProgress&) = delete;

  void Update(absl::string_view step, uint64_t rows, uint64_t total);

  // Takes the line away, so that something else may be written.
  void Clear();

 private:
  std::ostream* const terminal_;
  const size_t width_;
  const platform::Clock* const clock_;
  const std::string unit_;
  const absl::Time started_;
  absl::Time drawn_ = absl::InfinitePast();
  size_t drawn_width_ = 0;
};

}  // namespace docshare::admin
