#include "tests/model/model_link.h"

#include <map>
#include <string>

#include "domain/metadata/association_type.h"
#include "tests/model/faults.h"

namespace docshare::tests {
namespace {

using metadata::v1::Association;
using metadata::v1::AVAILABILITY_STATUS_APPROVED;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;

class LinkChange {
 public:
  LinkChange(RegistryModel& model, const Step& step) : model_(model), before_(model), step_(step) {}

  void Run() {
    FindWhatGoes();
    if (versions_.empty()) return;
    set_ = model_.NewName();
    model_.submission_sets[set_].set_entry_uuid(set_);
    *model_.submission_sets[set_].mutable_patient_id() = step_.patient;
    model_.submission_sets[set_].set_availability_status(AVAILABILITY_STATUS_APPROVED);
    for (auto& [before, after] : versions_) AddVersion(before, after);
    for (const auto& [uuid, link] : before_.associations) {
      if (!IsDeprecated(link)) Copy(link);
    }
  }

 private:
  bool Goes(const std::string& uuid) const { return versions_.count(uuid) > 0; }

  void FindWhatGoes() {
    for (const auto& [uuid, document] : before_.documents) {
      if (!IsDeprecated(document) && SamePatient(document.patient_id(), step_.other_patient) &&
          SamePatient(document.source_patient_id(), step_.local_patient)) {
        versions_[uuid] = model_.NewName();
      }
    }
    for (const auto& [uuid, folder] : before_.folders) {
      if (IsDeprecated(folder) || !SamePatient(folder.patient_id(), step_.other_patient)) continue;
      bool some_go = false;
      bool some_stay = false;
      for (const auto& [id, link] : before_.associations) {
        if (link.source_object() != uuid || IsDeprecated(link) ||
            before_.documents.count(link.target_object()) == 0 ||
            IsDeprecated(before_.documents.at(link.target_object()))) {
          continue;
        }
        (Goes(link.target_object()) ? some_go : some_stay) = true;
      }
      if (some_go && !some_stay) versions_[uuid] = model_.NewName();
    }
  }

  template <typename Object>
  void AddVersionOf(ById<Object>& objects, const std::string& before, const std::string& after) {
    Object version = objects.at(before);
    objects.at(before).set_availability_status(AVAILABILITY_STATUS_DEPRECATED);
    version.set_entry_uuid(after);
    version.set_version(version.version() + 1);
    *version.mutable_patient_id() = step_.patient;
    objects[after] = version;
  }

  void AddVersion(const std::string& before, const std::string& after) {
    Association held;
    held.set_association_type(kHasMember);
    held.set_source_object(set_);
    held.set_target_object(after);
    if (model_.documents.count(before) > 0) {
      held.set_previous_version(model_.documents.at(before).version());
      held.set_submission_set_status(metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL);
      AddVersionOf(model_.documents, before, after);
    } else {
      held.set_previous_version(model_.folders.at(before).version());
      AddVersionOf(model_.folders, before, after);
      model_.Touch(after, step_.at_s);
    }
    model_.NewLink(held);
  }

  void Copy(const Association& link) {
    Association copy = link;
    // What a submission set refers to it refers to in the new version from now on.
    if (link.submission_set_status() == metadata::v1::SUBMISSION_SET_STATUS_REFERENCE) {
      if (!Goes(link.target_object())) return;
      copy.set_target_object(versions_[link.target_object()]);
      model_.associations[link.entry_uuid()].set_availability_status(
          AVAILABILITY_STATUS_DEPRECATED);
      model_.NewLink(copy);
      return;
    }
    const bool in_folder = before_.IsFolderMembership(link);
    if (!in_folder && !before_.IsRelationship(link)) return;
    if (!Goes(link.source_object()) && !Goes(link.target_object())) return;
    if (!IsWithTheOther(link.source_object()) || !IsWithTheOther(link.target_object())) return;
    copy.set_source_object(Now(link.source_object()));
    copy.set_target_object(Now(link.target_object()));
    if (!in_folder) {
      model_.NewLink(copy);
      return;
    }
    if (IsDeprecated(model_.documents.at(copy.target_object()))) return;
    Association held;
    held.set_association_type(kHasMember);
    held.set_source_object(set_);
    held.set_target_object(model_.NewLink(copy));
    model_.NewLink(held);
    model_.Touch(copy.source_object(), step_.at_s);
  }

  std::string Now(const std::string& uuid) { return Goes(uuid) ? versions_[uuid] : uuid; }

  // What goes, and the newest versions of what the other patient has already.
  bool IsWithTheOther(const std::string& uuid) const {
    if (Goes(uuid)) return true;
    if (!SamePatient(*before_.PatientOf(uuid), step_.patient)) return false;
    if (before_.documents.count(uuid) > 0) return before_.IsNewest(before_.documents.at(uuid));
    return before_.folders.count(uuid) > 0 && before_.IsNewest(before_.folders.at(uuid));
  }

  RegistryModel& model_;
  const RegistryModel before_;
  const Step& step_;
  std::string set_;
  // What goes: the entryUUID before and the name after.
  std::map<std::string, std::string> versions_;
};

}  // namespace

Verdict JudgeLinkChange(const RegistryModel& model, const Step& step) {
  Faults faults;
  if (SamePatient(step.patient, step.other_patient)) {
    faults.Add({"XDSRegistryMetadataError"}, "from a patient to the same");
  } else if (!model.IsActive(step.patient) || !model.IsActive(step.other_patient)) {
    faults.Add({"XDSUnknownPatientId"}, "a patient who is not known, or subsumed");
  }
  return faults.ToVerdict();
}

void ApplyLinkChange(RegistryModel& model, const Step& step) { LinkChange(model, step).Run(); }

}  // namespace docshare::tests
