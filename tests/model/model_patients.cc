#include "tests/model/model_patients.h"

#include <string>

#include "tests/model/faults.h"

namespace docshare::tests {
namespace {

// Everything of one patient is the other's.
template <typename Object>
void Move(ById<Object>& objects, const Step& step) {
  for (auto& [uuid, object] : objects) {
    if (SamePatient(object.patient_id(), step.other_patient)) {
      *object.mutable_patient_id() = step.patient;
    }
  }
}

}  // namespace

Verdict JudgeFeed(const RegistryModel& model, const Step& step) {
  Faults faults;
  const auto known = model.patients.find(KeyOf(step.patient));
  if (known != model.patients.end() && !known->second.empty()) {
    faults.AddOpen({"XDSUnknownPatientId"}, "the identifier was subsumed");
  }
  return faults.ToVerdict();
}

void ApplyFeed(RegistryModel& model, const Step& step) {
  // What was subsumed stays so.
  model.patients.emplace(KeyOf(step.patient), "");
}

Verdict JudgeMerge(const RegistryModel& model, const Step& step) {
  Faults faults;
  const std::string surviving = KeyOf(step.patient);
  const std::string subsumed = KeyOf(step.other_patient);
  if (surviving == subsumed) {
    faults.Add({"XDSRegistryMetadataError", "XDSRegistryError"}, "a merge into itself");
    return faults.ToVerdict();
  }
  const auto before = model.patients.find(subsumed);
  if (before != model.patients.end() && before->second == surviving) {
    faults.AddOpen({"XDSUnknownPatientId"}, "the same merge again");
    return faults.ToVerdict();
  }
  if (!model.IsActive(step.patient) || !model.IsActive(step.other_patient)) {
    faults.Add({"XDSUnknownPatientId"}, "an identifier that is not known, or subsumed");
  }
  return faults.ToVerdict();
}

void ApplyMerge(RegistryModel& model, const Step& step) {
  if (!model.IsActive(step.other_patient)) return;
  model.patients[KeyOf(step.other_patient)] = KeyOf(step.patient);
  Move(model.documents, step);
  Move(model.submission_sets, step);
  Move(model.folders, step);
}

}  // namespace docshare::tests
