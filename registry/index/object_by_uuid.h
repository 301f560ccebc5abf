#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// Finds any object by its entryUUID.
//
//   08 | uuid   ->   ObjectLocator
//
// Read by GetDocuments, by references between objects, and to refuse a UUID used before.
std::string ObjectByUuidKey(const EntryUuid& uuid);

absl::StatusOr<absl::optional<storage::v1::ObjectLocator>> FindObject(
    const platform::KvReader& store, const EntryUuid& uuid);

void WriteObjectLocator(const EntryUuid& uuid, const storage::v1::ObjectLocator& locator,
                        platform::KvBatch& batch);

}  // namespace docshare::registry
