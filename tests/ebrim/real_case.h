#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace docshare::tests {

// One case of cases.json among the real test inputs; paths start at their folder.
struct RealCase {
  std::string id;
  std::string file;
  // "ITI-42", "ITI-18 FindDocuments", "ITI-41 request", ...
  std::string transaction;
  bool expects_success = false;
  std::vector<std::string> expected_error_codes;
  // Whether the source states the outcome itself.
  bool is_stated = false;
  // The test plan that sends the file; empty when it stands alone.
  std::string plan;
};

// Returns kInvalidArgument for a file that is not JSON of the shape its README gives.
absl::StatusOr<std::vector<RealCase>> ReadRealCases(const std::string& real_data_dir);

}  // namespace docshare::tests
