#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "docshare/metadata/v1/identifier.pb.h"
#include "domain/errors/xds_error.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// Check 36: the patient was fed and is not merged into another. Returns the internal number, or
// nullopt after adding XDSUnknownPatientId at `location`. Requires a well-formed identifier.
//
// Source: ITI TF-2:3.42.4.1.3.3, ITI TF-2:3.8.4.2.3 (a subsumed identifier).
absl::StatusOr<absl::optional<uint64_t>> CheckPatient(
    const metadata::v1::PatientIdentifier& identifier, absl::string_view location,
    const platform::KvReader& store, RegistryErrors& faults);

}  // namespace docshare::registry
