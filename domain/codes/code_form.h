#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "domain/codes/value_sets.h"

namespace docshare {

// Longest file of codes that is read.
inline constexpr size_t kMaxCodeFileBytes = size_t{16} << 20;

// Returns kInvalidArgument, naming code and attribute, for a code that no submission could carry:
// no code, no code system where there is one, more than 256 characters (display name: 1024), or
// control characters.
absl::Status CheckCodeForm(CodedAttribute attribute, const Code& code);

}  // namespace docshare
