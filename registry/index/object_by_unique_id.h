#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// Finds objects by their uniqueId. Several DocumentEntries may share one.
//
//   09 | uniqueId as text | uuid   ->   UniqueIdRow
//
// Read by GetDocuments and by the uniqueness rules; hash and size are in the row, so that the
// rules need not read the entry.
//
// Source: ITI TF-3:4.2.3.2.26, ITI TF-2:3.42.4.1.3.3.
std::string ObjectByUniqueIdKey(absl::string_view unique_id, const EntryUuid& uuid);

// An object that carries the uniqueId asked for.
struct UniqueIdUse {
  EntryUuid uuid;
  storage::v1::UniqueIdRow row;
};

// Every object with this uniqueId, in the order of their UUIDs; at most `limit`.
absl::StatusOr<std::vector<UniqueIdUse>> FindUniqueIdUses(const platform::KvReader& store,
                                                          absl::string_view unique_id,
                                                          size_t limit);

void WriteUniqueId(absl::string_view unique_id, const EntryUuid& uuid,
                   const storage::v1::UniqueIdRow& row, platform::KvBatch& batch);

}  // namespace docshare::registry
