#pragma once

#include "tests/model/registry_model.h"

namespace docshare::tests {

// Whether a change from `before` to `after` links objects of different patients: an Approved
// association between Approved objects, references of submission sets excepted.
// Source: the XDS Metadata Update supplement, XDSPatientIDReconciliationError.
bool HasNewPatientConflict(const RegistryModel& before, const RegistryModel& after);

}  // namespace docshare::tests
