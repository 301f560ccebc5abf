#include "registry/objects/stored_submission_set.h"

#include <utility>

#include "domain/time/dtm.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/row.h"

namespace docshare::registry {

absl::StatusOr<StoredSubmissionSet> PlaceSubmissionSet(metadata::v1::SubmissionSet set,
                                                       storage::v1::SubmissionSetRow row,
                                                       uint64_t patient_number) {
  auto uuid = EntryUuid::Parse(set.entry_uuid());
  if (!uuid.ok()) return uuid.status();
  auto submission_time = Dtm::Parse(set.submission_time());
  if (!submission_time.ok()) return submission_time.status();
  return StoredSubmissionSet{
      {patient_number, submission_time->EarliestSecond(), *uuid}, std::move(row), std::move(set)};
}

absl::StatusOr<absl::optional<StoredSubmissionSet>> ReadSubmissionSetObject(
    const platform::KvReader& store, const EntryUuid& uuid) {
  auto locator = FindObject(store, uuid);
  if (!locator.ok()) return locator.status();
  if (!locator->has_value() || (*locator)->kind() != storage::v1::OBJECT_KIND_SUBMISSION_SET) {
    return absl::nullopt;
  }
  const SubmissionSetKey key{(*locator)->patient_number(), (*locator)->sort_s(), uuid};
  auto row = ReadSubmissionSet(store, key);
  if (!row.ok()) return row.status();
  metadata::v1::SubmissionSet set;
  if (absl::Status status = DecodeRow(row->submission_set(), set); !status.ok()) return status;
  return StoredSubmissionSet{key, *std::move(row), std::move(set)};
}

void WriteSubmissionSetRows(const StoredSubmissionSet& set, platform::KvBatch& batch) {
  storage::v1::SubmissionSetRow row = set.row;
  row.set_submission_set(EncodeRow(set.set));
  WriteSubmissionSet(set.key, row, batch);
  storage::v1::UniqueIdRow unique_id;
  unique_id.mutable_locator()->set_kind(storage::v1::OBJECT_KIND_SUBMISSION_SET);
  unique_id.mutable_locator()->set_patient_number(set.key.patient_number);
  unique_id.mutable_locator()->set_sort_s(set.key.submission_s);
  WriteObjectLocator(set.key.uuid, unique_id.locator(), batch);
  WriteUniqueId(set.set.unique_id(), set.key.uuid, unique_id, batch);
}

void EraseSubmissionSetRows(const StoredSubmissionSet& set, platform::KvBatch& batch) {
  batch.Delete(Encode(set.key));
  batch.Delete(ObjectByUuidKey(set.key.uuid));
  batch.Delete(ObjectByUniqueIdKey(set.set.unique_id(), set.key.uuid));
}

}  // namespace docshare::registry
