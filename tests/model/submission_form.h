#pragma once

#include "tests/model/faults.h"
#include "tests/model/step.h"

namespace docshare::tests {

// What is wrong with the objects of a submission whatever the registry holds: attributes, ids,
// patients. Knows the faults that the generator makes, not every fault there is.
// Source: checks 6, 20 to 34, 37 and 41 of the standard's digest.
void JudgeSubmissionForm(const Step& step, Faults& faults);

}  // namespace docshare::tests
