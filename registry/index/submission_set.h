#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// The submissions of one patient, newest first.
//
//   0b | patient number u64 | submission newest first | uuid   ->   SubmissionSetRow
//
// `submission` is the earliest second submissionTime can mean, in seconds since the Unix epoch.
// Read to answer a submission that is sent again.
struct SubmissionSetKey {
  uint64_t patient_number;
  int64_t submission_s;
  EntryUuid uuid;
};

std::string Encode(const SubmissionSetKey& key);

// Returns kDataLoss for bytes that Encode() cannot have written.
absl::StatusOr<SubmissionSetKey> DecodeSubmissionSetKey(absl::string_view key);

// The submission set an index row points at. Returns kDataLoss when it is not there.
absl::StatusOr<storage::v1::SubmissionSetRow> ReadSubmissionSet(const platform::KvReader& store,
                                                                const SubmissionSetKey& key);

void WriteSubmissionSet(const SubmissionSetKey& key, const storage::v1::SubmissionSetRow& row,
                        platform::KvBatch& batch);

}  // namespace docshare::registry
