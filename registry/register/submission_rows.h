#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// Writes the rows of every object of an accepted submission, with what the registry sets: status
// Approved, version 1, logicalID equal to entryUUID.
// Source: ITI TF-2:3.42.4.1.3.
absl::Status WriteSubmission(const storage::v1::RegisterDocumentSetCommand& command,
                             uint64_t patient_number, uint64_t position,
                             const platform::KvReader& store, platform::KvBatch& batch);

}  // namespace docshare::registry
