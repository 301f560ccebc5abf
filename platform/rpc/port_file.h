#pragma once

#include <string>

#include "absl/status/status.h"

namespace docshare::platform {

// Writes the port, decimal with a newline. The file appears complete or not at all. Returns
// kUnavailable when it cannot be written, with the reason.
absl::Status WritePortFile(const std::string& path, int port);

}  // namespace docshare::platform
