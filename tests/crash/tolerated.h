#pragma once

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "absl/status/status.h"

namespace docshare::tests {

// The failures that calls may end with while something is broken: UNAVAILABLE and those named.
class Tolerated {
 public:
  Tolerated(std::initializer_list<absl::StatusCode> codes = {}) : codes_(codes) {}

  bool operator()(const absl::Status& failure) const {
    return absl::IsUnavailable(failure) ||
           std::find(codes_.begin(), codes_.end(), failure.code()) != codes_.end();
  }

 private:
  std::vector<absl::StatusCode> codes_;
};

}  // namespace docshare::tests
