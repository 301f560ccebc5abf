#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "platform/kv/kv_batch.h"

namespace docshare::registry {

// Every change of every document, in the order of commits.
//
//   0f | commit position u64 | number within the commit u32   ->   DocumentChangeRow
//
// Read by WatchDocuments. Kept for good.
struct DocumentChangeKey {
  uint64_t position;
  uint32_t number;
};

std::string Encode(const DocumentChangeKey& key);

// Returns kDataLoss for bytes that Encode() cannot have written.
absl::StatusOr<DocumentChangeKey> DecodeDocumentChangeKey(absl::string_view key);

void WriteDocumentChange(const DocumentChangeKey& key, const storage::v1::DocumentChangeRow& row,
                         platform::KvBatch& batch);

}  // namespace docshare::registry
