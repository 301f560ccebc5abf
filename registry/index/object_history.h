#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// What happened to an object after it was registered, in the order of commits.
//
//   10 | uuid | commit position u64 | number within the commit u32   ->   ObjectHistoryRow
//
// Read by the admin service. Outlives the object.
struct ObjectHistoryKey {
  EntryUuid uuid;
  uint64_t position;
  uint32_t number;
};

std::string Encode(const ObjectHistoryKey& key);

// Returns kDataLoss for bytes that Encode() cannot have written.
absl::StatusOr<ObjectHistoryKey> DecodeObjectHistoryKey(absl::string_view key);

struct HistoryEvent {
  uint64_t position;
  storage::v1::ObjectHistoryRow row;
};

// Every event of an object, oldest first.
absl::StatusOr<std::vector<HistoryEvent>> ReadHistory(const platform::KvReader& store,
                                                      const EntryUuid& uuid);

void WriteHistory(const ObjectHistoryKey& key, const storage::v1::ObjectHistoryRow& row,
                  platform::KvBatch& batch);

}  // namespace docshare::registry
