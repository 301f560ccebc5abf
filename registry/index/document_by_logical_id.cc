#include "registry/index/document_by_logical_id.h"

#include <memory>
#include <utility>

#include "registry/index/key_codec.h"
#include "registry/index/row.h"

namespace docshare::registry {

std::string DocumentByLogicalIdKey(const EntryUuid& logical_id, uint32_t version,
                                   const EntryUuid& uuid) {
  return KeyWriter(KeySpace::kDocumentByLogicalId)
      .Uuid(logical_id.bytes())
      .U32(version)
      .Uuid(uuid.bytes())
      .Take();
}

absl::StatusOr<std::vector<DocumentVersion>> FindDocumentVersions(const platform::KvReader& store,
                                                                  const EntryUuid& logical_id,
                                                                  size_t limit) {
  const std::string prefix =
      KeyWriter(KeySpace::kDocumentByLogicalId).Uuid(logical_id.bytes()).Take();
  std::vector<DocumentVersion> versions;
  std::unique_ptr<platform::KvIterator> it = store.Scan(prefix, PrefixEnd(prefix));
  for (; it->Valid() && versions.size() < limit; it->Next()) {
    KeyReader reader(KeySpace::kDocumentByLogicalId, it->key());
    reader.Uuid();
    const uint32_t version = reader.U32();
    DocumentVersion found{version, EntryUuid::FromBytes(reader.Uuid()), {}};
    if (absl::Status status = reader.Finish(); !status.ok()) return status;
    if (absl::Status status = DecodeRow(it->value(), found.locator); !status.ok()) return status;
    versions.push_back(std::move(found));
  }
  if (!it->status().ok()) return it->status();
  return versions;
}

void WriteDocumentVersion(const EntryUuid& logical_id, uint32_t version, const EntryUuid& uuid,
                          const storage::v1::ObjectLocator& locator, platform::KvBatch& batch) {
  batch.Put(DocumentByLogicalIdKey(logical_id, version, uuid), EncodeRow(locator));
}

}  // namespace docshare::registry
