#pragma once

#include <string>

#include "tests/model/dice.h"
#include "tests/model/object_maker.h"
#include "tests/model/registry_model.h"
#include "tests/model/step.h"

namespace docshare::tests {

// Puts one fault into the good submission of a kRegister or kRegisterOnDemand step and names it in
// the step. Leaves the step as it is when chance picks faults that it has no room for.
class SubmissionSpoiler {
 public:
  // Both must outlive this.
  SubmissionSpoiler(Dice& dice, ObjectMaker& objects) : dice_(dice), objects_(objects) {}

  void Spoil(const RegistryModel& model, Step& step);

 private:
  Dice& dice_;
  ObjectMaker& objects_;
};

}  // namespace docshare::tests
