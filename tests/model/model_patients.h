#pragma once

#include "tests/model/answer.h"
#include "tests/model/registry_model.h"
#include "tests/model/step.h"

namespace docshare::tests {

// The patient identity feed. A step of kind kFeedPatient or kMergePatients.
// Source: ITI TF-2:3.8.4.1.3, 3.8.4.2.3.
Verdict JudgeFeed(const RegistryModel& model, const Step& step);
void ApplyFeed(RegistryModel& model, const Step& step);

Verdict JudgeMerge(const RegistryModel& model, const Step& step);
void ApplyMerge(RegistryModel& model, const Step& step);

}  // namespace docshare::tests
