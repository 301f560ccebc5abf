#pragma once

#include <cstdint>

#include "absl/types/optional.h"

namespace docshare::registry {

// How far a reader of the change feed has come: it has seen everything up to here.
struct FeedPlace {
  // Position in the order of commits; 0 before the first.
  uint64_t position = 0;
  // Last change of that position that was seen; nullopt when all of them were.
  absl::optional<uint32_t> number;
};

}  // namespace docshare::registry
