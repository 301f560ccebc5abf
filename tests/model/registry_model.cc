#include "tests/model/registry_model.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/metadata/association_type.h"

namespace docshare::tests {

using metadata::v1::Association;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using metadata::v1::PatientIdentifier;

namespace {

template <typename Object>
const Object* Newest(const ById<Object>& objects, const std::string& logical_id) {
  const Object* newest = nullptr;
  for (const auto& [uuid, object] : objects) {
    if (object.logical_id() != logical_id) continue;
    if (newest == nullptr || object.version() > newest->version()) newest = &object;
  }
  return newest;
}

template <typename Object>
void AddNewest(const ById<Object>& objects, std::set<std::string>& newest) {
  std::map<std::string, const Object*> by_logical_id;
  for (const auto& [uuid, object] : objects) {
    const Object*& highest = by_logical_id[object.logical_id()];
    if (highest == nullptr || object.version() > highest->version()) highest = &object;
  }
  for (const auto& [logical_id, object] : by_logical_id) newest.insert(object->entry_uuid());
}

}  // namespace

bool RegistryModel::IsActive(const PatientIdentifier& patient) const {
  const auto found = patients.find(KeyOf(patient));
  return found != patients.end() && found->second.empty();
}

bool RegistryModel::Exists(const std::string& uuid) const {
  return documents.count(uuid) + submission_sets.count(uuid) + folders.count(uuid) +
             associations.count(uuid) >
         0;
}

bool RegistryModel::HasSetOrFolderWithUniqueId(const std::string& unique_id) const {
  for (const auto& [uuid, set] : submission_sets) {
    if (set.unique_id() == unique_id) return true;
  }
  for (const auto& [uuid, folder] : folders) {
    if (folder.unique_id() == unique_id) return true;
  }
  return false;
}

const DocumentEntry* RegistryModel::NewestDocument(const std::string& logical_id) const {
  return Newest(documents, logical_id);
}

const Folder* RegistryModel::NewestFolder(const std::string& logical_id) const {
  return Newest(folders, logical_id);
}

bool RegistryModel::IsNewest(const DocumentEntry& document) const {
  return NewestDocument(document.logical_id())->entry_uuid() == document.entry_uuid();
}

bool RegistryModel::IsNewest(const Folder& folder) const {
  return NewestFolder(folder.logical_id())->entry_uuid() == folder.entry_uuid();
}

std::set<std::string> RegistryModel::NewestVersions() const {
  std::set<std::string> newest;
  AddNewest(documents, newest);
  AddNewest(folders, newest);
  return newest;
}

bool RegistryModel::IsFolderMembership(const Association& association) const {
  return association.association_type() == kHasMember &&
         folders.count(association.source_object()) > 0;
}

bool RegistryModel::IsRelationship(const Association& association) const {
  return IsRelationshipType(association.association_type());
}

const PatientIdentifier* RegistryModel::PatientOf(const std::string& uuid) const {
  if (const auto found = documents.find(uuid); found != documents.end()) {
    return &found->second.patient_id();
  }
  if (const auto found = folders.find(uuid); found != folders.end()) {
    return &found->second.patient_id();
  }
  if (const auto found = submission_sets.find(uuid); found != submission_sets.end()) {
    return &found->second.patient_id();
  }
  return nullptr;
}

std::string RegistryModel::NewName() { return absl::StrCat("?", ++new_names); }

std::string RegistryModel::NewLink(Association association) {
  std::string name = NewName();
  association.set_entry_uuid(name);
  association.set_availability_status(metadata::v1::AVAILABILITY_STATUS_APPROVED);
  associations[name] = std::move(association);
  return name;
}

void RegistryModel::Rename(const std::string& name, const std::string& uuid) {
  const auto rename_in = [&](auto& objects) {
    auto node = objects.extract(name);
    if (node.empty()) return;
    node.key() = uuid;
    node.mapped().set_entry_uuid(uuid);
    objects.insert(std::move(node));
  };
  rename_in(documents);
  rename_in(submission_sets);
  rename_in(folders);
  rename_in(associations);
  for (auto& [id, link] : associations) {
    if (link.source_object() == name) link.set_source_object(uuid);
    if (link.target_object() == name) link.set_target_object(uuid);
  }
}

void RegistryModel::Touch(const std::string& folder, int64_t now_s) {
  folders.at(folder).set_last_update_time(DtmOf(now_s));
}

std::string Fingerprint(const Step& step) {
  return absl::StrCat(static_cast<int>(step.kind), " ", step.submission.SerializeAsString());
}

std::string KeyOf(const PatientIdentifier& patient) {
  return absl::StrCat(patient.id(), "^^^&", patient.assigning_authority(), "&ISO");
}

bool SamePatient(const PatientIdentifier& a, const PatientIdentifier& b) {
  return KeyOf(a) == KeyOf(b);
}

bool IsDeprecated(const Association& association) {
  return association.availability_status() == AVAILABILITY_STATUS_DEPRECATED;
}

bool IsDeprecated(const DocumentEntry& document) {
  return document.availability_status() == AVAILABILITY_STATUS_DEPRECATED;
}

bool IsDeprecated(const Folder& folder) {
  return folder.availability_status() == AVAILABILITY_STATUS_DEPRECATED;
}

bool IsRelationshipType(const std::string& association_type) {
  return IsReplacingType(association_type) || association_type == kTransform ||
         association_type == kAppend || association_type == kSigns ||
         association_type == kIsSnapshotOf;
}

bool IsReplacingType(const std::string& association_type) {
  return association_type == kReplace || association_type == kTransformAndReplace;
}

int64_t EarliestSecond(const std::string& dtm) {
  // The lowest legal values stand in for what is missing.
  const std::string full = dtm + std::string("00000101000000").substr(dtm.size());
  const auto part = [&full](size_t begin, size_t size) {
    return std::atoi(full.substr(begin, size).c_str());
  };
  const absl::CivilSecond civil(part(0, 4), part(4, 2), part(6, 2), part(8, 2), part(10, 2),
                                part(12, 2));
  return absl::ToUnixSeconds(absl::FromCivil(civil, absl::UTCTimeZone()));
}

std::string DtmOf(int64_t unix_s) {
  return absl::FormatTime("%Y%m%d%H%M%S", absl::FromUnixSeconds(unix_s), absl::UTCTimeZone());
}

}  // namespace docshare::tests
