#pragma once

#include "tests/model/answer.h"
#include "tests/model/registry_model.h"
#include "tests/model/step.h"

namespace docshare::tests {

// Whether a registry accepts the step, a kUpdate or kRestrictedUpdate.
// Source: the XDS Metadata Update supplement, ITI-57; ITI-92 as far as it is known.
Verdict JudgeUpdate(const RegistryModel& model, const Step& step);

// The state after an accepted update. Its ids are UUIDs.
void ApplyUpdate(RegistryModel& model, const Step& step);

}  // namespace docshare::tests
