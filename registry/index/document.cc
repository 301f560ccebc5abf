#include "registry/index/document.h"

#include "registry/index/key_codec.h"
#include "registry/index/row.h"

namespace docshare::registry {
namespace {

std::string Encode(KeySpace space, const DocumentKey& key) {
  return KeyWriter(space)
      .U64(key.patient_number)
      .NewestFirst(key.creation_s)
      .Uuid(key.uuid.bytes())
      .Take();
}

}  // namespace

std::string DocumentFilterKey(const DocumentKey& key) {
  return Encode(KeySpace::kDocumentFilter, key);
}

std::string DocumentEntryKey(const DocumentKey& key) {
  return Encode(KeySpace::kDocumentEntry, key);
}

std::string DocumentEntryKeyOf(absl::string_view filter_key) {
  std::string key(filter_key);
  key[0] = static_cast<char>(KeySpace::kDocumentEntry);
  return key;
}

absl::StatusOr<DocumentKey> DecodeDocumentFilterKey(absl::string_view key) {
  KeyReader reader(KeySpace::kDocumentFilter, key);
  const uint64_t patient_number = reader.U64();
  const int64_t creation_s = reader.NewestFirst();
  const EntryUuid uuid = EntryUuid::FromBytes(reader.Uuid());
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  return DocumentKey{patient_number, creation_s, uuid};
}

std::string DocumentFilterPrefix(uint64_t patient_number) {
  return KeyWriter(KeySpace::kDocumentFilter).U64(patient_number).Take();
}

std::string DocumentFilterLowerBound(uint64_t patient_number, int64_t creation_s) {
  return KeyWriter(KeySpace::kDocumentFilter).U64(patient_number).NewestFirst(creation_s).Take();
}

void WriteDocument(const DocumentKey& key, const storage::v1::DocumentFilterRow& filter,
                   absl::string_view entry_bytes, platform::KvBatch& batch) {
  batch.Put(DocumentFilterKey(key), EncodeRow(filter));
  batch.Put(DocumentEntryKey(key), entry_bytes);
}

}  // namespace docshare::registry
