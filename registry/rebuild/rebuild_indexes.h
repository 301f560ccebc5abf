#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "registry/rebuild/rebuilt_rows.h"

namespace docshare::registry {

// Rows one command looks at, at most: it holds up other commands for a few milliseconds.
inline constexpr uint32_t kMaxRebuildRows = 256;

// One piece of RebuildIndexes: walks at most `command.max_rows` rows of a step from
// `command.from_key` on, works out the index rows they ask for, and adds to `batch` what differs
// from the store. Objects, terms, histories and the change feed are read and never written; a text
// without a term number gets a new one. Since it is a command like any other it sees a state
// between two commits, and replicas stay alike.
//
// Objects that cannot be read are named in the result, and their index rows left alone.
// Returns kInvalidArgument for a step this release does not know, a key outside the step, and
// max_rows beyond the limit; the errors of the store.
absl::StatusOr<RebuiltRows> ApplyRebuildIndexes(const storage::v1::RebuildIndexesCommand& command,
                                                const platform::KvReader& store,
                                                platform::KvBatch& batch);

}  // namespace docshare::registry
