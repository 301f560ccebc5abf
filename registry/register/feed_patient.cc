#include "registry/register/feed_patient.h"

#include "absl/strings/string_view.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/patient_id.h"
#include "registry/index/key_codec.h"
#include "registry/index/meta.h"
#include "registry/index/patient.h"
#include "registry/index/row.h"

namespace docshare::registry {

absl::StatusOr<storage::v1::FeedPatientCommand> PrepareFeedPatient(
    const v1::FeedPatientRequest& request) {
  auto patient = PatientId::FromProto(request.patient_id());
  if (!patient.ok()) {
    return XdsError(XdsErrorCode::kRegistryMetadataError, "patient_id", patient.status().message());
  }
  storage::v1::FeedPatientCommand command;
  *command.mutable_patient_id() = patient->ToProto();
  *command.mutable_demographics() = request.demographics();
  return command;
}

Outcome ApplyFeedPatient(const storage::v1::FeedPatientCommand& command, int64_t accepted_s,
                         uint64_t position, const platform::KvReader& store,
                         platform::KvBatch& batch) {
  auto patient = PatientId::FromProto(command.patient_id());
  if (!patient.ok()) return patient.status();
  auto known = FindPatientNumber(store, *patient);
  if (!known.ok()) return known.status();

  storage::v1::PatientRow row;
  uint64_t number = 0;
  if (known->has_value()) {
    number = **known;
    auto stored = store.Get(PatientKey(number));
    if (!stored.ok()) return stored.status();
    if (!stored->has_value()) return absl::DataLossError("an indexed patient is missing");
    if (absl::Status status = DecodeRow(**stored, row); !status.ok()) return status;
  } else {
    auto next = ReadCounter(store, kMetaNextPatient, 1);
    if (!next.ok()) return next.status();
    number = *next;
    WriteCounter(kMetaNextPatient, number + 1, batch);
    row.set_fed_s(accepted_s);
    *row.mutable_patient_id() = command.patient_id();
  }
  *row.mutable_demographics() = command.demographics();
  WritePatient(*patient, number, row, batch);

  v1::FeedPatientResponse response;
  response.set_commit_position(position);
  response.set_created(!known->has_value());
  return Reply(std::move(response));
}

}  // namespace docshare::registry
