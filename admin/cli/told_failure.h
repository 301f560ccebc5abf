#pragma once

#include "absl/status/status.h"

namespace docshare::admin {

// A failure whose result has been printed: the program ends with its exit code and says no more.
// Requires a status other than OK.
absl::Status ToldFailure(absl::Status status);

bool IsTold(const absl::Status& status);

}  // namespace docshare::admin
