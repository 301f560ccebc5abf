#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "registry/index/folder.h"

namespace docshare::registry {

// A Folder as it is stored: complete, with its status, version, logicalID and lastUpdateTime.
struct StoredFolder {
  FolderKey key;
  bool is_newest_version = true;
  metadata::v1::Folder folder;
};

// Places a folder among those of a patient. Requires a folder that passed the rules.
absl::StatusOr<StoredFolder> PlaceFolder(metadata::v1::Folder folder, uint64_t patient_number);

// The folder with this entryUUID, or nullopt when it names none.
// Returns kDataLoss when its row is not there or unreadable.
absl::StatusOr<absl::optional<StoredFolder>> ReadFolder(const platform::KvReader& store,
                                                        const EntryUuid& uuid);

// Every row of a folder, in every index; replaces the ones it has.
void WriteFolderRows(const StoredFolder& folder, platform::KvBatch& batch);
void EraseFolderRows(const StoredFolder& folder, platform::KvBatch& batch);

}  // namespace docshare::registry
