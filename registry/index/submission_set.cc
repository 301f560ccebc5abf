#include "registry/index/submission_set.h"

#include "registry/index/key_codec.h"
#include "registry/index/row.h"

namespace docshare::registry {

std::string Encode(const SubmissionSetKey& key) {
  return KeyWriter(KeySpace::kSubmissionSet)
      .U64(key.patient_number)
      .NewestFirst(key.submission_s)
      .Uuid(key.uuid.bytes())
      .Take();
}

absl::StatusOr<SubmissionSetKey> DecodeSubmissionSetKey(absl::string_view key) {
  KeyReader reader(KeySpace::kSubmissionSet, key);
  const uint64_t patient_number = reader.U64();
  const int64_t submission_s = reader.NewestFirst();
  const EntryUuid uuid = EntryUuid::FromBytes(reader.Uuid());
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  return SubmissionSetKey{patient_number, submission_s, uuid};
}

absl::StatusOr<storage::v1::SubmissionSetRow> ReadSubmissionSet(const platform::KvReader& store,
                                                                const SubmissionSetKey& key) {
  auto value = store.Get(Encode(key));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return absl::DataLossError("an indexed submission set is missing");
  storage::v1::SubmissionSetRow row;
  if (absl::Status status = DecodeRow(**value, row); !status.ok()) return status;
  return row;
}

void WriteSubmissionSet(const SubmissionSetKey& key, const storage::v1::SubmissionSetRow& row,
                        platform::KvBatch& batch) {
  batch.Put(Encode(key), EncodeRow(row));
}

}  // namespace docshare::registry
