#include "registry/index/folder.h"

#include "registry/index/key_codec.h"
#include "registry/index/row.h"

namespace docshare::registry {

std::string Encode(const FolderKey& key) {
  return KeyWriter(KeySpace::kFolder).U64(key.patient_number).Uuid(key.uuid.bytes()).Take();
}

absl::StatusOr<FolderKey> DecodeFolderKey(absl::string_view key) {
  KeyReader reader(KeySpace::kFolder, key);
  const uint64_t patient_number = reader.U64();
  const EntryUuid uuid = EntryUuid::FromBytes(reader.Uuid());
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  return FolderKey{patient_number, uuid};
}

std::string FolderPrefix(uint64_t patient_number) {
  return KeyWriter(KeySpace::kFolder).U64(patient_number).Take();
}

absl::StatusOr<storage::v1::FolderRow> ReadFolderRow(const platform::KvReader& store,
                                                     const FolderKey& key) {
  auto value = store.Get(Encode(key));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return absl::DataLossError("an indexed folder is missing");
  storage::v1::FolderRow row;
  if (absl::Status status = DecodeRow(**value, row); !status.ok()) return status;
  return row;
}

void WriteFolderRow(const FolderKey& key, const storage::v1::FolderRow& row,
                    platform::KvBatch& batch) {
  batch.Put(Encode(key), EncodeRow(row));
}

}  // namespace docshare::registry
