#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "docshare/metadata/v1/submission_set.pb.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "registry/index/submission_set.h"

namespace docshare::registry {

// A SubmissionSet as it is stored. `row.submission_set` is not looked at: `set` says the same.
struct StoredSubmissionSet {
  SubmissionSetKey key;
  storage::v1::SubmissionSetRow row;
  metadata::v1::SubmissionSet set;
};

// Places a set among the submissions of a patient. Requires a set that passed the rules, with its
// status set; `row` holds what a repeat is answered from.
absl::StatusOr<StoredSubmissionSet> PlaceSubmissionSet(metadata::v1::SubmissionSet set,
                                                       storage::v1::SubmissionSetRow row,
                                                       uint64_t patient_number);

// The submission set with this entryUUID, or nullopt when it names none.
// Returns kDataLoss when its row is not there or unreadable.
absl::StatusOr<absl::optional<StoredSubmissionSet>> ReadSubmissionSetObject(
    const platform::KvReader& store, const EntryUuid& uuid);

// Every row of a submission set, in every index; replaces the ones it has.
void WriteSubmissionSetRows(const StoredSubmissionSet& set, platform::KvBatch& batch);
void EraseSubmissionSetRows(const StoredSubmissionSet& set, platform::KvBatch& batch);

}  // namespace docshare::registry
