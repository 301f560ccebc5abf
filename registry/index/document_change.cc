#include "registry/index/document_change.h"

#include "registry/index/key_codec.h"
#include "registry/index/row.h"

namespace docshare::registry {

std::string Encode(const DocumentChangeKey& key) {
  return KeyWriter(KeySpace::kDocumentChange).U64(key.position).U32(key.number).Take();
}

absl::StatusOr<DocumentChangeKey> DecodeDocumentChangeKey(absl::string_view key) {
  KeyReader reader(KeySpace::kDocumentChange, key);
  const uint64_t position = reader.U64();
  const uint32_t number = reader.U32();
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  return DocumentChangeKey{position, number};
}

void WriteDocumentChange(const DocumentChangeKey& key, const storage::v1::DocumentChangeRow& row,
                         platform::KvBatch& batch) {
  batch.Put(Encode(key), EncodeRow(row));
}

}  // namespace docshare::registry
