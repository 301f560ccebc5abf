#include "registry/index/patient_reordering.h"

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "registry/index/key_codec.h"

namespace docshare::registry {

std::string PatientReorderingKey(uint64_t patient_number) {
  return KeyWriter(KeySpace::kPatientReordering).U64(patient_number).Take();
}

absl::StatusOr<uint64_t> ReadPatientReordering(const platform::KvReader& store,
                                               uint64_t patient_number) {
  auto value = store.Get(PatientReorderingKey(patient_number));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return 0;
  if ((*value)->size() != sizeof(uint64_t)) {
    return absl::DataLossError("a stored commit position is malformed");
  }
  uint64_t position = 0;
  for (char c : **value) position = position << 8 | static_cast<uint8_t>(c);
  return position;
}

void WritePatientReordering(uint64_t patient_number, uint64_t position, platform::KvBatch& batch) {
  std::string bytes(sizeof(uint64_t), '\0');
  for (int i = 7; i >= 0; --i, position >>= 8) bytes[i] = static_cast<char>(position);
  batch.Put(PatientReorderingKey(patient_number), bytes);
}

}  // namespace docshare::registry
