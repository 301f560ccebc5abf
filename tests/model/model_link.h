#pragma once

#include "tests/model/answer.h"
#include "tests/model/registry_model.h"
#include "tests/model/step.h"

namespace docshare::tests {

// Whether a registry accepts the step, a kChangePatientLink.
Verdict JudgeLinkChange(const RegistryModel& model, const Step& step);

// What a source knows under one of its numbers goes to another patient: Approved documents get a
// new version there, and so do folders all of whose Approved documents go. Links between what goes
// are made anew. New objects have names of the model's own; the submission set has no attributes
// but its patient, what it says of itself is the registry's business. Source: ITI TF-2:3.64; the
// choices are those of ChangePatientLink in registry_service.proto.
void ApplyLinkChange(RegistryModel& model, const Step& step);

}  // namespace docshare::tests
