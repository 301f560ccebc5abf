#pragma once

#include "tests/model/answer.h"
#include "tests/model/faults.h"
#include "tests/model/registry_model.h"
#include "tests/model/step.h"

namespace docshare::tests {

// Whether a registry accepts the step, a kRegister or kRegisterOnDemand. Here and below its ids are
// UUIDs.
// Source: ITI TF-2:3.42.4.1.3, 3.61.4.1.3; ITI TF-3:4.2.2.
Verdict JudgeRegistration(const RegistryModel& model, const Step& step);

// Whether the step is a submission that the registry has, sent again: it is answered as the first
// time and changes nothing.
bool IsRepeat(const RegistryModel& model, const Step& step);

// Adds the objects of an accepted submission with everything that follows from them.
void ApplyRegistration(RegistryModel& model, const Step& step);

// For every submission, also those of ITI-57: the patient is known, ids and uniqueIds are free.
void JudgeIdentity(const RegistryModel& model,
                   const registry::v1::RegisterDocumentSetRequest& request, Faults& faults);

}  // namespace docshare::tests
