#include "registry/index/object_history.h"

#include <memory>
#include <utility>

#include "registry/index/key_codec.h"
#include "registry/index/row.h"

namespace docshare::registry {

std::string Encode(const ObjectHistoryKey& key) {
  return KeyWriter(KeySpace::kObjectHistory)
      .Uuid(key.uuid.bytes())
      .U64(key.position)
      .U32(key.number)
      .Take();
}

absl::StatusOr<ObjectHistoryKey> DecodeObjectHistoryKey(absl::string_view key) {
  KeyReader reader(KeySpace::kObjectHistory, key);
  const EntryUuid uuid = EntryUuid::FromBytes(reader.Uuid());
  const uint64_t position = reader.U64();
  const uint32_t number = reader.U32();
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  return ObjectHistoryKey{uuid, position, number};
}

absl::StatusOr<std::vector<HistoryEvent>> ReadHistory(const platform::KvReader& store,
                                                      const EntryUuid& uuid) {
  const std::string prefix = KeyWriter(KeySpace::kObjectHistory).Uuid(uuid.bytes()).Take();
  std::vector<HistoryEvent> events;
  std::unique_ptr<platform::KvIterator> it = store.Scan(prefix, PrefixEnd(prefix));
  for (; it->Valid(); it->Next()) {
    auto key = DecodeObjectHistoryKey(it->key());
    if (!key.ok()) return key.status();
    HistoryEvent event{key->position, {}};
    if (absl::Status status = DecodeRow(it->value(), event.row); !status.ok()) return status;
    events.push_back(std::move(event));
  }
  if (!it->status().ok()) return it->status();
  return events;
}

void WriteHistory(const ObjectHistoryKey& key, const storage::v1::ObjectHistoryRow& row,
                  platform::KvBatch& batch) {
  batch.Put(Encode(key), EncodeRow(row));
}

}  // namespace docshare::registry
