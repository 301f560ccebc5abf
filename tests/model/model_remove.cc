#include "tests/model/model_remove.h"

#include "domain/metadata/association_type.h"
#include "tests/model/faults.h"

namespace docshare::tests {
namespace {

using metadata::v1::Association;

bool IsHolding(const RegistryModel& model, const Association& link) {
  return link.association_type() == kHasMember &&
         model.submission_sets.count(link.source_object()) > 0;
}

struct Loss {
  // What a submission set holds now, and none would hold after the removal.
  std::set<std::string> orphans;
  // Submission sets that hold something now, and nothing after the removal.
  std::set<std::string> emptied;
};

Loss LossBy(const RegistryModel& model, const std::set<std::string>& removed) {
  Loss loss;
  std::set<std::string> kept;
  for (const auto& [uuid, link] : model.associations) {
    if (!IsHolding(model, link)) continue;
    if (removed.count(uuid) == 0) {
      kept.insert({link.source_object(), link.target_object()});
    } else {
      loss.emptied.insert(link.source_object());
      loss.orphans.insert(link.target_object());
    }
  }
  for (std::set<std::string>* lost : {&loss.orphans, &loss.emptied}) {
    for (const std::string& uuid : kept) lost->erase(uuid);
    for (const std::string& uuid : removed) lost->erase(uuid);
  }
  return loss;
}

}  // namespace

Verdict JudgeRemoval(const RegistryModel& model, const std::vector<std::string>& uuids) {
  Faults faults;
  const std::set<std::string> removed(uuids.begin(), uuids.end());
  if (uuids.empty()) faults.Add({"XDSRegistryMetadataError", "XDSRegistryError"}, "nothing named");
  for (const std::string& uuid : removed) {
    if (!model.Exists(uuid)) faults.Add({"UnresolvedReferenceException"}, uuid + " is unknown");
  }
  for (const auto& [uuid, link] : model.associations) {
    if (removed.count(uuid) > 0) continue;
    if (removed.count(link.source_object()) + removed.count(link.target_object()) > 0) {
      faults.Add({"ReferencesExistException"}, uuid + " refers to what is removed");
    }
  }
  const Loss loss = LossBy(model, removed);
  for (const std::string& orphan : loss.orphans) {
    faults.Add({"XDSUnreferencedObjectException"}, orphan + " would be in no submission set");
  }
  for (const std::string& set : loss.emptied) {
    faults.AddOpen({"XDSUnreferencedObjectException"}, set + " would hold nothing");
  }
  return faults.ToVerdict();
}

void ApplyRemoval(RegistryModel& model, const std::vector<std::string>& uuids, int64_t now_s) {
  std::set<std::string> changed_folders;
  for (const std::string& uuid : uuids) {
    const auto link = model.associations.find(uuid);
    if (link != model.associations.end() && model.IsFolderMembership(link->second) &&
        !IsDeprecated(link->second)) {
      changed_folders.insert(link->second.source_object());
    }
  }
  for (const std::string& uuid : uuids) {
    model.documents.erase(uuid);
    model.submission_sets.erase(uuid);
    model.submissions.erase(uuid);
    model.folders.erase(uuid);
    model.associations.erase(uuid);
  }
  for (const std::string& folder : changed_folders) {
    if (model.folders.count(folder) > 0) model.Touch(folder, now_s);
  }
}

std::set<std::string> WithDependents(const RegistryModel& model, std::set<std::string> uuids) {
  size_t size = 0;
  while (size != uuids.size()) {
    size = uuids.size();
    for (const auto& [uuid, link] : model.associations) {
      if (uuids.count(link.source_object()) + uuids.count(link.target_object()) > 0) {
        uuids.insert(uuid);
      }
    }
    Loss loss = LossBy(model, uuids);
    uuids.merge(loss.orphans);
    uuids.merge(loss.emptied);
  }
  return uuids;
}

}  // namespace docshare::tests
