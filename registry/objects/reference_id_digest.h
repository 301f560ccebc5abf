#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace docshare::registry {

// What a filter row keeps of a reference id: the first 8 bytes of the SHA-256 of its CXi text
// in normal form C, big-endian. Equal texts have equal digests; for unequal ones the entry decides.
uint64_t ReferenceIdDigest(absl::string_view cxi);

}  // namespace docshare::registry
