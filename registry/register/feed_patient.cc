#include "registry/register/feed_patient.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/patient_id.h"
#include "domain/text/unicode_text.h"
#include "domain/time/dtm.h"
#include "registry/index/meta.h"
#include "registry/index/patient.h"

namespace docshare::registry {

namespace {

constexpr size_t kMaxCharacters = 256;

void CheckText(const std::string& text, absl::string_view field, RegistryErrors& errors) {
  const char* why = nullptr;
  if (!IsValidUtf8(text) || HasControlCharacter(text)) {
    why = "it has control characters";
  } else if (CodePointCount(text) > kMaxCharacters) {
    why = "it is longer than 256 characters";
  }
  if (why == nullptr) return;
  errors.Add(XdsErrorCode::kRegistryMetadataError, absl::StrCat("demographics.", field), why);
}

RegistryErrors CheckDemographics(const metadata::v1::PatientDemographics& demographics) {
  RegistryErrors errors;
  CheckText(demographics.family_name(), "family_name", errors);
  CheckText(demographics.given_name(), "given_name", errors);
  CheckText(demographics.administrative_sex(), "administrative_sex", errors);
  const std::string& birth_date = demographics.birth_date();
  if (!birth_date.empty() && !Dtm::Parse(birth_date).ok()) {
    errors.Add(XdsErrorCode::kRegistryMetadataError, "demographics.birth_date",
               "it is no HL7 date, YYYY[MM[DD]]");
  }
  return errors;
}

}  // namespace

absl::StatusOr<storage::v1::FeedPatientCommand> PrepareFeedPatient(
    const v1::FeedPatientRequest& request) {
  auto patient = PatientId::FromProto(request.patient_id());
  if (!patient.ok()) {
    return XdsError(XdsErrorCode::kRegistryMetadataError, "patient_id", patient.status().message());
  }
  if (absl::Status status = CheckDemographics(request.demographics()).ToStatus(); !status.ok()) {
    return status;
  }
  storage::v1::FeedPatientCommand command;
  *command.mutable_patient_id() = patient->ToProto();
  *command.mutable_demographics() = request.demographics();
  return command;
}

Outcome ApplyFeedPatient(const storage::v1::FeedPatientCommand& command, const ChangeOrigin& origin,
                         const platform::KvReader& store, platform::KvBatch& batch) {
  auto patient = PatientId::FromProto(command.patient_id());
  if (!patient.ok()) return patient.status();
  auto known = FindPatient(store, *patient);
  if (!known.ok()) return known.status();
  if (known->state == PatientState::kSubsumed) {
    return XdsError(XdsErrorCode::kUnknownPatientId, "patient_id",
                    absl::StrCat("patient ", patient->ToCx(),
                                 " was merged into another one; feed the identifier that stayed"));
  }

  storage::v1::PatientRow row;
  uint64_t number = known->number;
  const bool is_known = known->state == PatientState::kActive;
  if (is_known) {
    auto stored = ReadPatient(store, number);
    if (!stored.ok()) return stored.status();
    row = *std::move(stored);
  } else {
    auto next = ReadCounter(store, kMetaNextPatient, 1);
    if (!next.ok()) return next.status();
    number = *next;
    WriteCounter(kMetaNextPatient, number + 1, batch);
    row.set_fed_s(origin.committed_s);
    *row.mutable_patient_id() = command.patient_id();
  }
  // Takes over what is there and leaves the rest.
  row.mutable_demographics()->MergeFrom(command.demographics());
  WritePatient(*patient, number, row, batch);

  v1::FeedPatientResponse response;
  response.set_commit_position(origin.position);
  response.set_created(!is_known);
  return Reply(std::move(response));
}

}  // namespace docshare::registry
