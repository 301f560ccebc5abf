#include "registry/index/object_by_uuid.h"

#include "registry/index/key_codec.h"
#include "registry/index/row.h"

namespace docshare::registry {

std::string ObjectByUuidKey(const EntryUuid& uuid) {
  return KeyWriter(KeySpace::kObjectByUuid).Uuid(uuid.bytes()).Take();
}

absl::StatusOr<absl::optional<storage::v1::ObjectLocator>> FindObject(
    const platform::KvReader& store, const EntryUuid& uuid) {
  auto value = store.Get(ObjectByUuidKey(uuid));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return absl::nullopt;
  storage::v1::ObjectLocator locator;
  if (absl::Status status = DecodeRow(**value, locator); !status.ok()) return status;
  return locator;
}

void WriteObjectLocator(const EntryUuid& uuid, const storage::v1::ObjectLocator& locator,
                        platform::KvBatch& batch) {
  batch.Put(ObjectByUuidKey(uuid), EncodeRow(locator));
}

}  // namespace docshare::registry
