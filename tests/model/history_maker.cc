#include "tests/model/history_maker.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/model/model_remove.h"

namespace docshare::tests {

using metadata::v1::PatientIdentifier;

HistoryMaker::HistoryMaker(uint64_t seed)
    : dice_(seed),
      objects_(dice_),
      submissions_(dice_, objects_),
      spoiler_(dice_, objects_),
      updates_(dice_, objects_),
      queries_(dice_) {}

Step HistoryMaker::NextCommand(const RegistryModel& model) {
  // Several commands may share a second.
  if (dice_.Chance(70)) now_s_ += static_cast<int64_t>(1 + dice_.Below(60));
  int active = 0;
  for (const auto& [patient, into] : model.patients) active += into.empty() ? 1 : 0;
  const bool strangers_left = model.patients.size() < PatientPool().size();
  Step step;
  const size_t kind = dice_.Below(100);
  if (active == 0 || (strangers_left && kind < 20 && active < 3) || kind < 1) {
    step = Feed(model);
  } else if (kind < 3) {
    step = Merge(model);
  } else if (kind < 6) {
    step = ChangeLink(model);
  } else if (kind < 9) {
    step = Repeat(model);
  } else if (kind < 18) {
    step = Remove(model);
  } else if (kind < 44) {
    step = Update(model);
  } else {
    step = Register(model);
  }
  step.at_s = now_s_;
  if (!step.submission.associations().empty()) sent_.push_back(step);
  return step;
}

Step HistoryMaker::NextQuery(const RegistryModel& model) {
  Step step;
  step.kind = StepKind::kQuery;
  step.at_s = now_s_;
  step.query = queries_.Make(model);
  return step;
}

PatientIdentifier HistoryMaker::ActivePatient(const RegistryModel& model) {
  std::vector<PatientIdentifier> active;
  for (const PatientIdentifier& patient : PatientPool()) {
    if (model.IsActive(patient)) active.push_back(patient);
  }
  return dice_.Pick(active);
}

Step HistoryMaker::Feed(const RegistryModel& model) {
  Step step;
  step.kind = StepKind::kFeedPatient;
  step.patient = dice_.Pick(PatientPool());
  for (const PatientIdentifier& patient : PatientPool()) {
    if (model.patients.count(KeyOf(patient)) == 0) step.patient = patient;
  }
  return step;
}

Step HistoryMaker::Merge(const RegistryModel& model) {
  Step step;
  step.kind = StepKind::kMergePatients;
  step.patient = ActivePatient(model);
  step.other_patient = ActivePatient(model);
  // Two patients are kept apart, so that there are some to mix up.
  int active = 0;
  for (const auto& [patient, into] : model.patients) active += into.empty() ? 1 : 0;
  if (IsFaulty() || active < 3) {
    step.fault = "perhaps a patient who is not known, or subsumed";
    step.other_patient = dice_.Pick(PatientPool());
    if (model.IsActive(step.other_patient)) step.other_patient = step.patient;
  }
  return step;
}

Step HistoryMaker::ChangeLink(const RegistryModel& model) {
  Step step;
  step.kind = StepKind::kChangePatientLink;
  step.patient = ActivePatient(model);
  step.other_patient = IsFaulty() ? dice_.Pick(PatientPool()) : ActivePatient(model);
  step.local_patient = dice_.Pick(LocalPatientPool());
  return step;
}

Step HistoryMaker::Register(const RegistryModel& model) {
  Step step;
  step.kind = dice_.Chance(15) ? StepKind::kRegisterOnDemand : StepKind::kRegister;
  step.submission =
      submissions_.Make(model, ActivePatient(model), step.kind == StepKind::kRegisterOnDemand);
  if (IsFaulty()) spoiler_.Spoil(model, step);
  return step;
}

Step HistoryMaker::Repeat(const RegistryModel& model) {
  if (sent_.empty()) return Register(model);
  Step step = dice_.Pick(sent_);
  step.fault = step.fault.empty() ? "" : step.fault + ", sent again";
  if (IsFaulty()) {
    step.fault = "the same submission with other content";
    step.submission.mutable_submission_set()->set_submission_time("1999");
  }
  return step;
}

Step HistoryMaker::Update(const RegistryModel& model) {
  Step step;
  step.kind = dice_.Chance(20) ? StepKind::kRestrictedUpdate : StepKind::kUpdate;
  step.submission =
      updates_.Make(model, ActivePatient(model), step.kind == StepKind::kRestrictedUpdate);
  if (step.submission.associations().empty()) return Register(model);
  if (IsFaulty()) updates_.Spoil(model, step);
  return step;
}

Step HistoryMaker::Remove(const RegistryModel& model) {
  std::vector<std::string> all;
  for (const auto& [uuid, document] : model.documents) all.push_back(uuid);
  for (const auto& [uuid, folder] : model.folders) all.push_back(uuid);
  for (const auto& [uuid, link] : model.associations) all.push_back(uuid);
  // A submission takes much with it.
  if (dice_.Chance(10)) {
    for (const auto& [uuid, set] : model.submission_sets) all.push_back(uuid);
  }
  if (all.empty()) return Register(model);
  std::set<std::string> chosen = {dice_.Pick(all)};
  for (size_t i = dice_.Below(4); i > 0; --i) chosen.insert(dice_.Pick(all));
  chosen = WithDependents(model, chosen);
  Step step;
  step.kind = StepKind::kRemove;
  step.uuids.assign(chosen.begin(), chosen.end());
  if (IsFaulty()) {
    if (dice_.Chance(30)) {
      step.uuids.push_back(objects_.NewUuid('e'));
      step.fault = "an unknown object";
    } else {
      step.uuids.erase(step.uuids.begin() + static_cast<int64_t>(dice_.Below(step.uuids.size())));
      step.fault = "one that depends is left out";
    }
  }
  // The order says nothing.
  if (!step.uuids.empty()) {
    const auto middle = static_cast<int64_t>(dice_.Below(step.uuids.size()));
    std::rotate(step.uuids.begin(), step.uuids.begin() + middle, step.uuids.end());
  }
  return step;
}

}  // namespace docshare::tests
