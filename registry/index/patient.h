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
//   02 | assigning authority as text | id as text   ->   number u64 | state u8
//   03 | number u64                                 ->   PatientRow
//
// State is 1 for an active identifier and 2 for one that was subsumed by a merge: nobody may use it
// any more, and the row of its number says where the record went. It is in the first space so that
// a query needs one look-up.
//
// Read by every command and query that names a patient.
std::string PatientByIdentifierKey(const PatientId& patient);
std::string PatientKey(uint64_t number);

// What an identifier stands for.
enum class PatientState : uint8_t { kUnknown = 0, kActive = 1, kSubsumed = 2 };

struct PatientStanding {
  PatientState state = PatientState::kUnknown;
  // Its own number, also when it is subsumed; 0 when it is unknown.
  uint64_t number = 0;
};

// Returns kDataLoss for a stored value that WritePatient() cannot have written.
absl::StatusOr<PatientStanding> FindPatient(const platform::KvReader& store,
                                            const PatientId& patient);

// The number of `patient` when it is active; nullopt when it was never fed, or is subsumed.
// Returns what FindPatient() returns.
absl::StatusOr<absl::optional<uint64_t>> FindPatientNumber(const platform::KvReader& store,
                                                           const PatientId& patient);

// The row of a number. Returns kDataLoss when it is not there: an index row named it.
absl::StatusOr<storage::v1::PatientRow> ReadPatient(const platform::KvReader& store,
                                                    uint64_t number);

// Adds both rows of a patient, or replaces them. `row.merged_into` decides the state.
void WritePatient(const PatientId& patient, uint64_t number, const storage::v1::PatientRow& row,
                  platform::KvBatch& batch);

}  // namespace docshare::registry
