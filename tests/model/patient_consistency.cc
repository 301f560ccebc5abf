#include "tests/model/patient_consistency.h"

#include <set>
#include <string>
#include <vector>

#include "domain/metadata/association_type.h"

namespace docshare::tests {
namespace {

using metadata::v1::Association;

bool IsApproved(const RegistryModel& model, const std::string& uuid) {
  if (const auto found = model.documents.find(uuid); found != model.documents.end()) {
    return !IsDeprecated(found->second);
  }
  if (const auto found = model.folders.find(uuid); found != model.folders.end()) {
    return !IsDeprecated(found->second);
  }
  return model.submission_sets.count(uuid) > 0;
}

// The objects that the association says belong together.
std::vector<std::string> Linked(const RegistryModel& model, const Association& link) {
  const auto member = model.associations.find(link.target_object());
  if (member == model.associations.end()) return {link.source_object(), link.target_object()};
  if (IsDeprecated(member->second)) return {};
  return {link.source_object(), member->second.source_object(), member->second.target_object()};
}

std::set<std::string> Conflicts(const RegistryModel& model) {
  std::set<std::string> conflicts;
  for (const auto& [uuid, link] : model.associations) {
    if (IsDeprecated(link)) continue;
    if (link.submission_set_status() == metadata::v1::SUBMISSION_SET_STATUS_REFERENCE) continue;
    std::set<std::string> patients;
    for (const std::string& end : Linked(model, link)) {
      if (IsApproved(model, end)) patients.insert(KeyOf(*model.PatientOf(end)));
    }
    if (patients.size() > 1) conflicts.insert(uuid);
  }
  return conflicts;
}

}  // namespace

bool HasNewPatientConflict(const RegistryModel& before, const RegistryModel& after) {
  const std::set<std::string> old = Conflicts(before);
  for (const std::string& uuid : Conflicts(after)) {
    if (old.count(uuid) == 0) return true;
  }
  return false;
}

}  // namespace docshare::tests
