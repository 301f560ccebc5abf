#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// The objects of one patient, every version of them, in the order of their keys.
struct PatientObjects {
  std::vector<EntryUuid> documents;
  std::vector<EntryUuid> folders;
  std::vector<EntryUuid> submission_sets;
};

// Returns kDataLoss for keys that cannot be read.
absl::StatusOr<PatientObjects> ListPatientObjects(const platform::KvReader& store,
                                                  uint64_t patient_number);

}  // namespace docshare::registry
