#include "registry/index/patient.h"

#include "registry/index/key_codec.h"
#include "registry/index/row.h"

namespace docshare::registry {
namespace {

std::string EncodeNumber(uint64_t number) {
  std::string bytes(8, '\0');
  for (int i = 7; i >= 0; --i, number >>= 8) bytes[i] = static_cast<char>(number);
  return bytes;
}

}  // namespace

std::string PatientByIdentifierKey(const PatientId& patient) {
  return KeyWriter(KeySpace::kPatientByIdentifier)
      .Text(patient.assigning_authority().ToString())
      .Text(patient.id())
      .Take();
}

std::string PatientKey(uint64_t number) { return KeyWriter(KeySpace::kPatient).U64(number).Take(); }

absl::StatusOr<absl::optional<uint64_t>> FindPatientNumber(const platform::KvReader& store,
                                                           const PatientId& patient) {
  auto value = store.Get(PatientByIdentifierKey(patient));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return absl::nullopt;
  if ((*value)->size() != 8) return absl::DataLossError("a stored patient number is malformed");
  uint64_t number = 0;
  for (char c : **value) number = number << 8 | static_cast<uint8_t>(c);
  return number;
}

void WritePatient(const PatientId& patient, uint64_t number, const storage::v1::PatientRow& row,
                  platform::KvBatch& batch) {
  batch.Put(PatientByIdentifierKey(patient), EncodeNumber(number));
  batch.Put(PatientKey(number), EncodeRow(row));
}

}  // namespace docshare::registry
