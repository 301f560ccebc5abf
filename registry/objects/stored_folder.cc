#include "registry/objects/stored_folder.h"

#include <utility>

#include "registry/index/object_by_logical_id.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/row.h"

namespace docshare::registry {
namespace {

// Requires a stored folder: its logicalID is a UUID.
EntryUuid LogicalIdOf(const StoredFolder& folder) {
  auto logical_id = EntryUuid::Parse(folder.folder.logical_id());
  return logical_id.ok() ? *logical_id : folder.key.uuid;
}

}  // namespace

absl::StatusOr<StoredFolder> PlaceFolder(metadata::v1::Folder folder, uint64_t patient_number) {
  auto uuid = EntryUuid::Parse(folder.entry_uuid());
  if (!uuid.ok()) return uuid.status();
  return StoredFolder{{patient_number, *uuid}, true, std::move(folder)};
}

absl::StatusOr<absl::optional<StoredFolder>> ReadFolder(const platform::KvReader& store,
                                                        const EntryUuid& uuid) {
  auto locator = FindObject(store, uuid);
  if (!locator.ok()) return locator.status();
  if (!locator->has_value() || (*locator)->kind() != storage::v1::OBJECT_KIND_FOLDER) {
    return absl::nullopt;
  }
  const FolderKey key{(*locator)->patient_number(), uuid};
  auto row = ReadFolderRow(store, key);
  if (!row.ok()) return row.status();
  StoredFolder folder{key, row->is_newest_version(), {}};
  if (absl::Status status = DecodeRow(row->folder(), folder.folder); !status.ok()) return status;
  return folder;
}

void WriteFolderRows(const StoredFolder& folder, platform::KvBatch& batch) {
  storage::v1::FolderRow row;
  row.set_folder(EncodeRow(folder.folder));
  row.set_is_newest_version(folder.is_newest_version);
  WriteFolderRow(folder.key, row, batch);
  storage::v1::UniqueIdRow unique_id;
  unique_id.mutable_locator()->set_kind(storage::v1::OBJECT_KIND_FOLDER);
  unique_id.mutable_locator()->set_patient_number(folder.key.patient_number);
  WriteObjectLocator(folder.key.uuid, unique_id.locator(), batch);
  WriteVersion(LogicalIdOf(folder), folder.folder.version(), folder.key.uuid, unique_id.locator(),
               batch);
  WriteUniqueId(folder.folder.unique_id(), folder.key.uuid, unique_id, batch);
}

void EraseFolderRows(const StoredFolder& folder, platform::KvBatch& batch) {
  batch.Delete(Encode(folder.key));
  batch.Delete(ObjectByUuidKey(folder.key.uuid));
  batch.Delete(ObjectByLogicalIdKey(LogicalIdOf(folder), folder.folder.version(), folder.key.uuid));
  batch.Delete(ObjectByUniqueIdKey(folder.folder.unique_id(), folder.key.uuid));
}

}  // namespace docshare::registry
