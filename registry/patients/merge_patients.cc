#include "registry/patients/merge_patients.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/patient_id.h"
#include "registry/index/patient.h"
#include "registry/patients/patient_objects.h"

namespace docshare::registry {
namespace {

absl::Status RefuseUnknown(absl::string_view location, const PatientId& patient,
                           PatientState state) {
  return XdsError(XdsErrorCode::kUnknownPatientId, location,
                  absl::StrCat("patient ", patient.ToCx(),
                               state == PatientState::kSubsumed
                                   ? " was merged into another patient before"
                                   : " is not known here; feed the patient first (FeedPatient)"));
}

Reply Answer(uint64_t position, bool changed, size_t moved_objects) {
  v1::MergePatientsResponse response;
  response.set_commit_position(position);
  response.set_changed(changed);
  response.set_moved_objects(moved_objects);
  return response;
}

absl::StatusOr<size_t> MoveAll(uint64_t from, const PatientId& patient, uint64_t number,
                               ObjectEditor& editor) {
  auto objects = ListPatientObjects(editor.now(), from);
  if (!objects.ok()) return objects.status();
  size_t moved = 0;
  for (const std::vector<EntryUuid>* uuids :
       {&objects->documents, &objects->folders, &objects->submission_sets}) {
    for (const EntryUuid& uuid : *uuids) {
      absl::Status status = editor.MoveToPatient(uuid, patient, number);
      if (!status.ok()) return status;
      ++moved;
    }
  }
  return moved;
}

}  // namespace

absl::StatusOr<storage::v1::MergePatientsCommand> PrepareMergePatients(
    const v1::MergePatientsRequest& request) {
  RegistryErrors errors;
  auto surviving = PatientId::FromProto(request.surviving());
  if (!surviving.ok()) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, "surviving", surviving.status().message());
  }
  auto subsumed = PatientId::FromProto(request.subsumed());
  if (!subsumed.ok()) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, "subsumed", subsumed.status().message());
  }
  if (surviving.ok() && subsumed.ok() && *surviving == *subsumed) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, "subsumed",
               "a patient cannot be merged into itself: surviving and subsumed are the same");
  }
  if (absl::Status status = errors.ToStatus(); !status.ok()) return status;
  storage::v1::MergePatientsCommand command;
  *command.mutable_surviving() = surviving->ToProto();
  *command.mutable_subsumed() = subsumed->ToProto();
  return command;
}

Outcome ApplyMergePatients(const storage::v1::MergePatientsCommand& command,
                           const ChangeOrigin& origin, const platform::KvReader& store,
                           platform::KvBatch& batch) {
  auto surviving = PatientId::FromProto(command.surviving());
  if (!surviving.ok()) return surviving.status();
  auto subsumed = PatientId::FromProto(command.subsumed());
  if (!subsumed.ok()) return subsumed.status();
  auto into = FindPatient(store, *surviving);
  if (!into.ok()) return into.status();
  auto from = FindPatient(store, *subsumed);
  if (!from.ok()) return from.status();

  storage::v1::PatientRow row;
  if (from->state != PatientState::kUnknown) {
    auto stored = ReadPatient(store, from->number);
    if (!stored.ok()) return stored.status();
    row = *std::move(stored);
  }
  // Also when the surviving one was merged on since.
  if (from->state == PatientState::kSubsumed && row.merged_into() == into->number) {
    return Answer(row.merge_position(), false, 0);
  }
  if (into->state != PatientState::kActive) {
    return RefuseUnknown("surviving", *surviving, into->state);
  }
  if (from->state != PatientState::kActive) {
    return RefuseUnknown("subsumed", *subsumed, from->state);
  }
  if (from->number == into->number) {
    return absl::InvalidArgumentError("a command that merges a patient into itself");
  }

  ObjectEditor editor(&store, origin);
  auto moved = MoveAll(from->number, *surviving, into->number, editor);
  if (!moved.ok()) return moved.status();
  batch.Append(editor.TakeBatch());
  row.set_merged_into(into->number);
  row.set_merge_position(origin.position);
  WritePatient(*subsumed, from->number, row, batch);
  return Answer(origin.position, true, *moved);
}

}  // namespace docshare::registry
