#include "registry/index/object_by_unique_id.h"

#include <memory>

#include "registry/index/key_codec.h"
#include "registry/index/row.h"

namespace docshare::registry {

std::string ObjectByUniqueIdKey(absl::string_view unique_id, const EntryUuid& uuid) {
  return KeyWriter(KeySpace::kObjectByUniqueId).Text(unique_id).Uuid(uuid.bytes()).Take();
}

absl::StatusOr<std::vector<UniqueIdUse>> FindUniqueIdUses(const platform::KvReader& store,
                                                          absl::string_view unique_id,
                                                          size_t limit) {
  const std::string prefix = KeyWriter(KeySpace::kObjectByUniqueId).Text(unique_id).Take();
  std::vector<UniqueIdUse> uses;
  std::unique_ptr<platform::KvIterator> it = store.Scan(prefix, PrefixEnd(prefix));
  for (; it->Valid() && uses.size() < limit; it->Next()) {
    KeyReader reader(KeySpace::kObjectByUniqueId, it->key());
    reader.Text();
    UniqueIdUse use{EntryUuid::FromBytes(reader.Uuid()), {}};
    if (absl::Status status = reader.Finish(); !status.ok()) return status;
    if (absl::Status status = DecodeRow(it->value(), use.row); !status.ok()) return status;
    uses.push_back(std::move(use));
  }
  if (!it->status().ok()) return it->status();
  return uses;
}

void WriteUniqueId(absl::string_view unique_id, const EntryUuid& uuid,
                   const storage::v1::UniqueIdRow& row, platform::KvBatch& batch) {
  batch.Put(ObjectByUniqueIdKey(unique_id, uuid), EncodeRow(row));
}

}  // namespace docshare::registry
