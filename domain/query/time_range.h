#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace docshare {

// A span of time, from <= t < to, in seconds since the Unix epoch. An absent end is open.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.1 (FindDocuments, the ...From and ...To parameters).
class TimeRange {
 public:
  // Every time.
  TimeRange() = default;

  // Both ends are DTM text or empty; a value of lower precision stands for the earliest second it
  // can mean (our own choice, the standard is silent). A range whose ends are crossed holds
  // nothing. Returns kInvalidArgument for an end that is not DTM; the message starts with "from" or
  // "to".
  static absl::StatusOr<TimeRange> Parse(absl::string_view from, absl::string_view to);

  bool Contains(int64_t second) const {
    return (!from_s_ || *from_s_ <= second) && (!to_s_ || second < *to_s_);
  }
  bool is_unbounded() const { return !from_s_ && !to_s_; }
  absl::optional<int64_t> from_s() const { return from_s_; }
  absl::optional<int64_t> to_s() const { return to_s_; }

 private:
  absl::optional<int64_t> from_s_;
  absl::optional<int64_t> to_s_;
};

}  // namespace docshare
