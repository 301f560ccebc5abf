#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "registry/index/document.h"
#include "registry/index/term.h"

namespace docshare::registry {

// A DocumentEntry as it is stored: complete, with its status, version and logicalID.
struct StoredDocument {
  DocumentKey key;
  storage::v1::DocumentFilterRow filter;
  metadata::v1::DocumentEntry entry;
};

storage::v1::ObjectLocator LocatorOf(const StoredDocument& document);

// Places an entry among the documents of a patient: works out the filter row and the key.
// `registered_s` stands in for the creation time of an on-demand entry, which has none.
// Requires an entry that passed the rules, with status, version and logicalID set.
absl::StatusOr<StoredDocument> PlaceDocument(metadata::v1::DocumentEntry entry,
                                             uint64_t patient_number, int64_t registered_s,
                                             TermWriter& terms);

// The document with this entryUUID, or nullopt when it names none.
// Returns kDataLoss when its rows are not there or unreadable.
absl::StatusOr<absl::optional<StoredDocument>> ReadDocument(const platform::KvReader& store,
                                                            const EntryUuid& uuid);

// Every row of a document, in every index; replaces the ones it has.
void WriteDocumentRows(const StoredDocument& document, platform::KvBatch& batch);
void EraseDocumentRows(const StoredDocument& document, platform::KvBatch& batch);

}  // namespace docshare::registry
