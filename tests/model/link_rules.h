#pragma once

#include "docshare/registry/v1/registry_service.pb.h"
#include "tests/model/faults.h"
#include "tests/model/registry_model.h"

namespace docshare::tests {

// The associations of a first registration: what may hold what, what may be related to what.
// Source: checks 9 to 15, 38 to 40 and 47 to 54 of the standard's digest.
void JudgeLinks(const RegistryModel& model, const registry::v1::RegisterDocumentSetRequest& request,
                Faults& faults);

}  // namespace docshare::tests
