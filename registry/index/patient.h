#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/patient_id.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// Patients get a dense internal number when first fed, from 1. Other keys use the number, so they
// are short and carry no personal number.
//
//   02 | assigning authority as text | id as text   ->   number, 8 bytes big-endian
//   03 | number u64                                 ->   PatientRow
//
// Read by every command and query that names a patient.
std::string PatientByIdentifierKey(const PatientId& patient);
std::string PatientKey(uint64_t number);

// The number of `patient`, or nullopt when it was never fed. Returns kDataLoss for a stored value
// that is not 8 bytes.
absl::StatusOr<absl::optional<uint64_t>> FindPatientNumber(const platform::KvReader& store,
                                                           const PatientId& patient);

// Adds both rows of a patient, or replaces them.
void WritePatient(const PatientId& patient, uint64_t number, const storage::v1::PatientRow& row,
                  platform::KvBatch& batch);

}  // namespace docshare::registry
