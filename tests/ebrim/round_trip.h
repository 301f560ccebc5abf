#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace docshare::tests {

// Reads an ebRIM message of any kind and writes what was read.
// Returns kInvalidArgument with the faults where the message is refused.
absl::StatusOr<std::string> Rewritten(absl::string_view xml);

}  // namespace docshare::tests
