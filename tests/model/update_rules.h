#pragma once

#include "tests/model/faults.h"
#include "tests/model/registry_model.h"
#include "tests/model/step.h"

namespace docshare::tests {

// What is wrong with an update, apart from the patients of the objects it links in the end.
// Source: checks 61 to 70 of the standard's digest.
void JudgeUpdateRules(const RegistryModel& model, const Step& step, Faults& faults);

}  // namespace docshare::tests
