#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/kv_store.h"
#include "registry/rebuild/rebuild_step.h"
#include "registry/rebuild/rebuilt_rows.h"

namespace docshare::registry {

// How far a rebuild of all indexes is.
struct RebuildProgress {
  RebuildStep step = kRebuildSteps.front();
  // In all steps so far.
  uint64_t rows = 0;
  // Of all steps: about, where the registry is large.
  uint64_t rows_total = 0;
  uint64_t changed = 0;
  // Keys of objects that cannot be read, as text; of the last piece only.
  std::vector<std::string> unreadable;
  bool done = false;
};

// How many rows all steps look at: about, where the registry is large.
absl::StatusOr<uint64_t> EstimateRebuildRows(const platform::KvReader& store);

// Runs every step of RebuildIndexes, one piece at a time, so that other commands get in between.
//
// `apply` has a piece applied at its place in the order and waits for it. `tell` hears after each
// piece how far it is, and stops the rebuild by an error, which is returned. What was put right
// until then stays. Returns the errors of both.
absl::Status RebuildAllIndexes(
    bool compare_only, uint64_t estimated_rows,
    const std::function<
        absl::StatusOr<RebuiltRows>(const storage::v1::RebuildIndexesCommand& command)>& apply,
    const std::function<absl::Status(const RebuildProgress& progress)>& tell);

}  // namespace docshare::registry
