#pragma once

#include <cstdint>
#include <vector>

#include "tests/model/dice.h"
#include "tests/model/object_maker.h"
#include "tests/model/query_maker.h"
#include "tests/model/registry_model.h"
#include "tests/model/step.h"
#include "tests/model/submission_maker.h"
#include "tests/model/submission_spoiler.h"
#include "tests/model/update_maker.h"

namespace docshare::tests {

// Makes one history, step by step: about four of five commands are good, the others have one fault.
// Its clock moves on by itself.
class HistoryMaker {
 public:
  explicit HistoryMaker(uint64_t seed);

  // The next command, made for the state the model is in.
  Step NextCommand(const RegistryModel& model);
  // A query about that state.
  Step NextQuery(const RegistryModel& model);

 private:
  Step Feed(const RegistryModel& model);
  Step Merge(const RegistryModel& model);
  Step ChangeLink(const RegistryModel& model);
  Step Register(const RegistryModel& model);
  Step Repeat(const RegistryModel& model);
  Step Update(const RegistryModel& model);
  Step Remove(const RegistryModel& model);
  // Any of those that were fed and are not subsumed. Requires that there is one.
  metadata::v1::PatientIdentifier ActivePatient(const RegistryModel& model);
  bool IsFaulty() { return dice_.Chance(20); }

  Dice dice_;
  ObjectMaker objects_;
  SubmissionMaker submissions_;
  SubmissionSpoiler spoiler_;
  UpdateMaker updates_;
  QueryMaker queries_;
  // Submissions so far, to send them again.
  std::vector<Step> sent_;
  // 2024-03-01T08:00:00Z.
  int64_t now_s_ = 1709280000;
};

}  // namespace docshare::tests
