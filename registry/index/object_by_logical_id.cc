#include "registry/index/object_by_logical_id.h"

#include <memory>
#include <utility>

#include "registry/index/key_codec.h"
#include "registry/index/row.h"

namespace docshare::registry {

std::string ObjectByLogicalIdKey(const EntryUuid& logical_id, uint32_t version,
                                 const EntryUuid& uuid) {
  return KeyWriter(KeySpace::kObjectByLogicalId)
      .Uuid(logical_id.bytes())
      .U32(version)
      .Uuid(uuid.bytes())
      .Take();
}

absl::StatusOr<std::vector<ObjectVersion>> FindVersions(const platform::KvReader& store,
                                                        const EntryUuid& logical_id, size_t limit) {
  const std::string prefix =
      KeyWriter(KeySpace::kObjectByLogicalId).Uuid(logical_id.bytes()).Take();
  std::vector<ObjectVersion> versions;
  std::unique_ptr<platform::KvIterator> it = store.Scan(prefix, PrefixEnd(prefix));
  for (; it->Valid() && versions.size() < limit; it->Next()) {
    KeyReader reader(KeySpace::kObjectByLogicalId, it->key());
    reader.Uuid();
    const uint32_t version = reader.U32();
    ObjectVersion found{version, EntryUuid::FromBytes(reader.Uuid()), {}};
    if (absl::Status status = reader.Finish(); !status.ok()) return status;
    if (absl::Status status = DecodeRow(it->value(), found.locator); !status.ok()) return status;
    versions.push_back(std::move(found));
  }
  if (!it->status().ok()) return it->status();
  return versions;
}

void WriteVersion(const EntryUuid& logical_id, uint32_t version, const EntryUuid& uuid,
                  const storage::v1::ObjectLocator& locator, platform::KvBatch& batch) {
  batch.Put(ObjectByLogicalIdKey(logical_id, version, uuid), EncodeRow(locator));
}

}  // namespace docshare::registry
