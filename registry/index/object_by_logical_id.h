#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// Lists the versions of a document, oldest first.
//
//   0a | logicalID | version u32 | uuid   ->   ObjectLocator
//
// Read by GetDocuments.
//
// Source: ITI XDS Metadata Update supplement, logicalID and version.
std::string ObjectByLogicalIdKey(const EntryUuid& logical_id, uint32_t version,
                                 const EntryUuid& uuid);

// One version of a document.
struct ObjectVersion {
  uint32_t version;
  EntryUuid uuid;
  storage::v1::ObjectLocator locator;
};

// Every version, oldest first; at most `limit`.
absl::StatusOr<std::vector<ObjectVersion>> FindVersions(const platform::KvReader& store,
                                                        const EntryUuid& logical_id, size_t limit);

void WriteVersion(const EntryUuid& logical_id, uint32_t version, const EntryUuid& uuid,
                  const storage::v1::ObjectLocator& locator, platform::KvBatch& batch);

}  // namespace docshare::registry
