#include "registry/index/patient.h"

#include "registry/index/key_codec.h"
#include "registry/index/row.h"

namespace docshare::registry {
namespace {

constexpr size_t kStandingBytes = 9;

std::string EncodeStanding(uint64_t number, PatientState state) {
  std::string bytes(kStandingBytes, '\0');
  for (int i = 7; i >= 0; --i, number >>= 8) bytes[i] = static_cast<char>(number);
  bytes[8] = static_cast<char>(state);
  return bytes;
}

absl::StatusOr<PatientStanding> DecodeStanding(absl::string_view bytes) {
  PatientStanding standing;
  if (bytes.size() != kStandingBytes) {
    return absl::DataLossError("a stored patient number is malformed");
  }
  for (char c : bytes.substr(0, 8)) {
    standing.number = standing.number << 8 | static_cast<uint8_t>(c);
  }
  standing.state = static_cast<PatientState>(bytes[8]);
  if (standing.state != PatientState::kActive && standing.state != PatientState::kSubsumed) {
    return absl::DataLossError("the stored state of a patient identifier is malformed");
  }
  return standing;
}

}  // namespace

std::string PatientByIdentifierKey(const PatientId& patient) {
  return KeyWriter(KeySpace::kPatientByIdentifier)
      .Text(patient.assigning_authority().ToString())
      .Text(patient.id())
      .Take();
}

std::string PatientKey(uint64_t number) { return KeyWriter(KeySpace::kPatient).U64(number).Take(); }

absl::StatusOr<PatientStanding> FindPatient(const platform::KvReader& store,
                                            const PatientId& patient) {
  auto value = store.Get(PatientByIdentifierKey(patient));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return PatientStanding{};
  return DecodeStanding(**value);
}

absl::StatusOr<absl::optional<uint64_t>> FindPatientNumber(const platform::KvReader& store,
                                                           const PatientId& patient) {
  auto standing = FindPatient(store, patient);
  if (!standing.ok()) return standing.status();
  if (standing->state != PatientState::kActive) return absl::nullopt;
  return standing->number;
}

absl::StatusOr<storage::v1::PatientRow> ReadPatient(const platform::KvReader& store,
                                                    uint64_t number) {
  auto bytes = store.Get(PatientKey(number));
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return absl::DataLossError("an indexed patient is missing");
  storage::v1::PatientRow row;
  if (absl::Status status = DecodeRow(**bytes, row); !status.ok()) return status;
  return row;
}

void WritePatient(const PatientId& patient, uint64_t number, const storage::v1::PatientRow& row,
                  platform::KvBatch& batch) {
  const PatientState state =
      row.merged_into() == 0 ? PatientState::kActive : PatientState::kSubsumed;
  batch.Put(PatientByIdentifierKey(patient), EncodeStanding(number, state));
  batch.Put(PatientKey(number), EncodeRow(row));
}

}  // namespace docshare::registry
