#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// Where in the order of commits objects of a patient last came to stand elsewhere among the others:
// a new version took the place of an older one, an older one came back, or objects came from
// another patient. Who reads the patient's objects page by page would miss some, or meet them
// twice.
//
//   11 | patient number u64   ->   commit position u64
//
// Read by QueryPage.
std::string PatientReorderingKey(uint64_t patient_number);

// 0 when it never happened. Returns kDataLoss for a value that WritePatientReordering() cannot have
// written.
absl::StatusOr<uint64_t> ReadPatientReordering(const platform::KvReader& store,
                                               uint64_t patient_number);

void WritePatientReordering(uint64_t patient_number, uint64_t position, platform::KvBatch& batch);

}  // namespace docshare::registry
