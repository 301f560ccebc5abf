#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_batch.h"

namespace docshare::registry {

// The documents of one patient, newest first, in two neighbouring spaces: what a query filters on,
// and what it answers with.
//
//   06 | patient number u64 | creation newest first | uuid   ->   DocumentFilterRow
//   07 | patient number u64 | creation newest first | uuid   ->   DocumentEntry, wire bytes
//
// `creation` is the earliest second creationTime can mean, in seconds since the Unix epoch, UTC;
// for an on-demand entry, which has none, the time of registration.
// Both rows of a document exist or neither. FindDocuments walks the first and copies the second
// into its reply without decoding it; GetDocuments reads the second by locator.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.1 (FindDocuments always names a patient).
struct DocumentKey {
  uint64_t patient_number;
  int64_t creation_s;
  EntryUuid uuid;
};

std::string DocumentFilterKey(const DocumentKey& key);
std::string DocumentEntryKey(const DocumentKey& key);

// The key of the entry row that belongs to a filter row, without decoding. Requires a key of 33
// bytes.
std::string DocumentEntryKeyOf(absl::string_view filter_key);

// Returns kDataLoss for bytes that DocumentFilterKey() cannot have written.
absl::StatusOr<DocumentKey> DecodeDocumentFilterKey(absl::string_view key);

// What every filter key of a patient starts with.
std::string DocumentFilterPrefix(uint64_t patient_number);

// The first possible filter key of a patient for documents created at `creation_s` or before.
std::string DocumentFilterLowerBound(uint64_t patient_number, int64_t creation_s);

void WriteDocument(const DocumentKey& key, const storage::v1::DocumentFilterRow& filter,
                   absl::string_view entry_bytes, platform::KvBatch& batch);

}  // namespace docshare::registry
