#include "registry/admin/patient_record.h"

#include <set>
#include <string>
#include <utility>

#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "domain/ids/patient_id.h"
#include "registry/index/document.h"
#include "registry/index/folder.h"
#include "registry/index/key_codec.h"
#include "registry/index/object_history.h"
#include "registry/index/patient.h"
#include "registry/index/row.h"
#include "registry/index/submission_set.h"

namespace docshare::registry {
namespace {

using admin::v1::PatientRecord;

absl::Status Refer(const platform::KvReader& store, uint64_t number,
                   admin::v1::PatientReference& reference) {
  auto row = ReadPatient(store, number);
  if (!row.ok()) return row.status();
  reference.set_number(number);
  *reference.mutable_patient_id() = std::move(*row->mutable_patient_id());
  return absl::OkStatus();
}

// Counts the objects of one patient and gathers the patients they came from.
class Census {
 public:
  Census(const platform::KvReader& store, PatientRecord& record) : store_(store), record_(record) {}

  absl::Status Take() {
    if (absl::Status status = TakeDocuments(); !status.ok()) return status;
    if (absl::Status status = TakeSubmissionSets(); !status.ok()) return status;
    return TakeFolders();
  }

  const std::set<uint64_t>& previous_patients() const { return previous_patients_; }

 private:
  absl::Status TakeDocuments() {
    const std::string prefix = DocumentFilterPrefix(record_.number());
    auto it = store_.Scan(prefix, PrefixEnd(prefix));
    for (; it->Valid(); it->Next()) {
      auto key = DecodeDocumentFilterKey(it->key());
      if (!key.ok()) return key.status();
      storage::v1::DocumentFilterRow row;
      if (absl::Status status = DecodeRow(it->value(), row); !status.ok()) return status;
      if (row.status() == metadata::v1::AVAILABILITY_STATUS_DEPRECATED) {
        record_.set_deprecated_documents(record_.deprecated_documents() + 1);
      } else {
        record_.set_approved_documents(record_.approved_documents() + 1);
      }
      if (absl::Status status = TakeHistory(key->uuid); !status.ok()) return status;
    }
    return it->status();
  }

  absl::Status TakeSubmissionSets() {
    const std::string prefix = KeyWriter(KeySpace::kSubmissionSet).U64(record_.number()).Take();
    auto it = store_.Scan(prefix, PrefixEnd(prefix));
    for (; it->Valid(); it->Next()) {
      auto key = DecodeSubmissionSetKey(it->key());
      if (!key.ok()) return key.status();
      record_.set_submission_sets(record_.submission_sets() + 1);
      if (absl::Status status = TakeHistory(key->uuid); !status.ok()) return status;
    }
    return it->status();
  }

  absl::Status TakeFolders() {
    const std::string prefix = FolderPrefix(record_.number());
    auto it = store_.Scan(prefix, PrefixEnd(prefix));
    for (; it->Valid(); it->Next()) {
      auto key = DecodeFolderKey(it->key());
      if (!key.ok()) return key.status();
      record_.set_folders(record_.folders() + 1);
      if (absl::Status status = TakeHistory(key->uuid); !status.ok()) return status;
    }
    return it->status();
  }

  absl::Status TakeHistory(const EntryUuid& uuid) {
    auto history = ReadHistory(store_, uuid);
    if (!history.ok()) return history.status();
    for (const HistoryEvent& event : *history) {
      if (event.row.previous_patient_number() != 0) {
        previous_patients_.insert(event.row.previous_patient_number());
      }
    }
    return absl::OkStatus();
  }

  const platform::KvReader& store_;
  PatientRecord& record_;
  std::set<uint64_t> previous_patients_;
};

// Whether the record of `number` went into that of `survivor`, through others or not.
absl::StatusOr<bool> EndedIn(const platform::KvReader& store, uint64_t number, uint64_t survivor) {
  std::set<uint64_t> met;
  while (number != 0 && number != survivor && met.insert(number).second) {
    auto row = ReadPatient(store, number);
    if (!row.ok()) return row.status();
    number = row->merged_into();
  }
  return number == survivor;
}

}  // namespace

absl::StatusOr<admin::v1::LookUpPatientResponse> LookUpPatient(
    const platform::KvReader& store, const admin::v1::LookUpPatientRequest& request) {
  auto patient = PatientId::FromProto(request.patient_id());
  if (!patient.ok()) {
    return XdsErrorWithStatus(absl::StatusCode::kInvalidArgument, XdsErrorCode::kRegistryError,
                              "patient_id", patient.status().message());
  }
  auto standing = FindPatient(store, *patient);
  if (!standing.ok()) return standing.status();
  if (standing->state == PatientState::kUnknown) {
    return absl::NotFoundError("the registry does not know this patient");
  }
  auto row = ReadPatient(store, standing->number);
  if (!row.ok()) return row.status();
  admin::v1::LookUpPatientResponse response;
  PatientRecord& record = *response.mutable_patient();
  record.set_number(standing->number);
  *record.mutable_patient_id() = std::move(*row->mutable_patient_id());
  *record.mutable_demographics() = std::move(*row->mutable_demographics());
  record.set_fed_s(row->fed_s());
  if (row->merged_into() != 0) {
    record.set_merge_position(row->merge_position());
    absl::Status status = Refer(store, row->merged_into(), *record.mutable_merged_into());
    if (!status.ok()) return status;
  }
  Census census(store, record);
  if (absl::Status status = census.Take(); !status.ok()) return status;
  for (uint64_t number : census.previous_patients()) {
    if (number == record.number()) continue;
    auto ended_here = EndedIn(store, number, record.number());
    if (!ended_here.ok()) return ended_here.status();
    if (!*ended_here) continue;
    absl::Status status = Refer(store, number, *record.add_merged_from());
    if (!status.ok()) return status;
  }
  return response;
}

}  // namespace docshare::registry
