#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace docshare::registry {

// What one RebuildIndexesCommand found and did.
struct RebuiltRows {
  // Where the step goes on; empty when it is done.
  std::string next_key;
  // Rows looked at.
  uint64_t rows = 0;
  // Index rows that were missing, wrong or stray.
  uint64_t changed = 0;
  // Keys of objects that cannot be read, as PrintKey() prints them.
  std::vector<std::string> unreadable;
};

}  // namespace docshare::registry
