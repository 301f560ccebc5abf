#include "tests/model/adoption.h"

#include <map>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/model/paged_answer.h"

namespace docshare::tests {
namespace {

using metadata::v1::Association;

bool IsOwnName(const std::string& name) { return absl::StartsWith(name, "?"); }

template <typename Object>
std::vector<Object> Unnamed(const ById<Object>& objects) {
  std::vector<Object> unnamed;
  for (const auto& [name, object] : objects) {
    if (IsOwnName(name)) unnamed.push_back(object);
  }
  return unnamed;
}

StoredQuery Get(QueryKind kind) {
  StoredQuery query;
  query.kind = kind;
  query.metadata_level = 2;
  return query;
}

// The later version that the registry has of an object, or "".
template <typename Object>
std::string FindVersion(const ById<Object>& versions, const Object& expected) {
  for (const auto& [uuid, object] : versions) {
    if (object.version() == expected.version()) return uuid;
  }
  return "";
}

std::string AdoptVersions(const RealRegistry& registry, RegistryModel& model) {
  for (const auto& document : Unnamed(model.documents)) {
    StoredQuery query = Get(QueryKind::kGetDocuments);
    query.logical_ids = {document.logical_id()};
    // Versions may be of several patients: references first, then one by one.
    query.object_refs = true;
    ById<metadata::v1::DocumentEntry> versions;
    for (const std::string& uuid : AskRegistry(registry.store(), query).references) {
      StoredQuery one = Get(QueryKind::kGetDocuments);
      one.uuids = {uuid};
      versions.merge(AskRegistry(registry.store(), one).objects.documents);
    }
    const std::string uuid = FindVersion(versions, document);
    if (uuid.empty()) return absl::StrCat("no new version of ", document.logical_id());
    model.Rename(document.entry_uuid(), uuid);
  }
  for (const auto& folder : Unnamed(model.folders)) {
    StoredQuery query = Get(QueryKind::kGetFolders);
    query.logical_ids = {folder.logical_id()};
    query.object_refs = true;
    ById<metadata::v1::Folder> versions;
    for (const std::string& uuid : AskRegistry(registry.store(), query).references) {
      StoredQuery one = Get(QueryKind::kGetFolders);
      one.uuids = {uuid};
      versions.merge(AskRegistry(registry.store(), one).objects.folders);
    }
    const std::string uuid = FindVersion(versions, folder);
    if (uuid.empty()) return absl::StrCat("no new version of ", folder.logical_id());
    model.Rename(folder.entry_uuid(), uuid);
  }
  return "";
}

// The set that the registry made: its name and what it says are adopted, its patient is not.
std::string AdoptSet(const RealRegistry& registry, const std::string& uuid, RegistryModel& model) {
  for (const auto& set : Unnamed(model.submission_sets)) {
    StoredQuery query = Get(QueryKind::kGetSubmissionSetAndContents);
    query.uuids = {uuid};
    const ById<metadata::v1::SubmissionSet> found =
        AskRegistry(registry.store(), query).objects.submission_sets;
    if (found.empty()) return absl::StrCat("no submission set '", uuid, "'");
    const auto patient = set.patient_id();
    model.Rename(set.entry_uuid(), uuid);
    model.submission_sets[uuid] = found.begin()->second;
    *model.submission_sets[uuid].mutable_patient_id() = patient;
  }
  return "";
}

// False when the registry has no such association that the model does not know.
bool AdoptLink(const RealRegistry& registry, const Association& link, RegistryModel& model) {
  StoredQuery query = Get(QueryKind::kGetAssociations);
  query.uuids = {link.source_object()};
  const ById<Association> found = AskRegistry(registry.store(), query).objects.associations;
  for (const auto& [uuid, candidate] : found) {
    const bool same_link =
        candidate.association_type() == link.association_type() &&
        candidate.source_object() == link.source_object() &&
        candidate.target_object() == link.target_object() &&
        candidate.documentation().SerializeAsString() == link.documentation().SerializeAsString();
    if (same_link && model.associations.count(uuid) == 0) {
      model.Rename(link.entry_uuid(), uuid);
      return true;
    }
  }
  return false;
}

std::string AdoptLinks(const RealRegistry& registry, RegistryModel& model) {
  // An association may be the end of another one, whose name has to be known first.
  bool adopted = true;
  while (adopted) {
    adopted = false;
    for (const Association& link : Unnamed(model.associations)) {
      if (IsOwnName(link.source_object()) || IsOwnName(link.target_object())) continue;
      if (AdoptLink(registry, link, model)) {
        adopted = true;
        break;
      }
    }
  }
  for (const Association& link : Unnamed(model.associations)) {
    return absl::StrCat("no association ", link.ShortDebugString());
  }
  return "";
}

}  // namespace

std::string AdoptNames(const RealRegistry& registry, const CommandOutcome& outcome,
                       RegistryModel& model) {
  std::string missing = AdoptVersions(registry, model);
  if (missing.empty()) missing = AdoptSet(registry, outcome.link.submission_set(), model);
  if (missing.empty()) missing = AdoptLinks(registry, model);
  return missing;
}

}  // namespace docshare::tests
