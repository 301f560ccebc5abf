#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// The folders of one patient, every version.
//
//   0e | patient number u64 | uuid   ->   FolderRow
//
// Read by every stored query that selects folders. There are few for each patient, so a query reads
// them all.
struct FolderKey {
  uint64_t patient_number;
  EntryUuid uuid;
};

std::string Encode(const FolderKey& key);

// Returns kDataLoss for bytes that Encode() cannot have written.
absl::StatusOr<FolderKey> DecodeFolderKey(absl::string_view key);

// What every folder key of a patient starts with.
std::string FolderPrefix(uint64_t patient_number);

// The folder an index row points at. Returns kDataLoss when it is not there.
absl::StatusOr<storage::v1::FolderRow> ReadFolderRow(const platform::KvReader& store,
                                                     const FolderKey& key);

void WriteFolderRow(const FolderKey& key, const storage::v1::FolderRow& row,
                    platform::KvBatch& batch);

}  // namespace docshare::registry
