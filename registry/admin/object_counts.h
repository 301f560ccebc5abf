#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// How many objects a registry holds.
struct ObjectCounts {
  // Ever fed; exact.
  uint64_t patients = 0;
  uint64_t document_entries = 0;
  uint64_t submission_sets = 0;
  uint64_t folders = 0;
  uint64_t associations = 0;
  // Whether every object was counted, else they are estimates.
  bool exact = true;
};

// Rows looked at in each of the strata of a count.
inline constexpr int kRowsOfAStratum = 1024;

// Counts objects by their entryUUIDs. These are random, or random for each submission, and so lie
// evenly: the space of UUIDs is cut into 64 strata, and where a stratum has more than
// kRowsOfAStratum objects, what lies behind them is taken to be as dense as they are. Reads at most
// 65 536 rows, some ten milliseconds, however large the registry is. Rows that cannot be read are
// left out.
// Returns the errors of the store.
absl::StatusOr<ObjectCounts> CountObjects(const platform::KvReader& store);

}  // namespace docshare::registry
