#include "tests/model/model_update.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "domain/metadata/association_type.h"
#include "tests/model/model_register.h"
#include "tests/model/patient_consistency.h"
#include "tests/model/update_rules.h"

namespace docshare::tests {
namespace {

using metadata::v1::Association;
using metadata::v1::ASSOCIATION_PROPAGATION_NO;
using metadata::v1::AVAILABILITY_STATUS_APPROVED;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
using metadata::v1::AvailabilityStatus;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using registry::v1::RegisterDocumentSetRequest;

// The HasMember of the set that brings the object, or null.
const Association* Trigger(const RegisterDocumentSetRequest& request, const std::string& id) {
  for (const auto& link : request.associations()) {
    if (link.association_type() == kHasMember && link.target_object() == id &&
        link.source_object() == request.submission_set().entry_uuid()) {
      return &link;
    }
  }
  return nullptr;
}

// Which objects get a new version with its links: the old entryUUID and the new one.
using NewVersions = std::map<std::string, std::string>;

// Links of the versions before are given to the new ones.
class Propagation {
 public:
  Propagation(RegistryModel& model, const std::string& set, const NewVersions& new_versions,
              int64_t now_s)
      : model_(model), set_(set), new_versions_(new_versions), now_s_(now_s) {}

  void Run() {
    const ById<Association> before = model_.associations;
    for (const auto& [uuid, link] : before) {
      if (IsDeprecated(link)) continue;
      if (!IsCurrent(link.source_object()) || !IsCurrent(link.target_object())) continue;
      if (model_.IsRelationship(link)) CopyRelationship(link);
      if (model_.IsFolderMembership(link)) CopyMembership(link);
    }
  }

 private:
  // What is the newest version, or was before this update: links to history are not made anew.
  bool IsCurrent(const std::string& uuid) const {
    if (IsUpdated(uuid)) return true;
    if (model_.documents.count(uuid) > 0) return model_.IsNewest(model_.documents.at(uuid));
    return model_.folders.count(uuid) > 0 && model_.IsNewest(model_.folders.at(uuid));
  }

  bool IsUpdated(const std::string& uuid) const { return new_versions_.count(uuid) > 0; }
  std::string Now(const std::string& uuid) const {
    return IsUpdated(uuid) ? new_versions_.at(uuid) : uuid;
  }

  void CopyRelationship(const Association& link) {
    if (!IsUpdated(link.source_object()) && !IsUpdated(link.target_object())) return;
    Association copy = link;
    copy.set_source_object(Now(link.source_object()));
    copy.set_target_object(Now(link.target_object()));
    model_.NewLink(copy);
  }

  void CopyMembership(const Association& link) {
    const std::string& folder = link.source_object();
    const std::string& document = link.target_object();
    if (!IsUpdated(document) &&
        (!IsUpdated(folder) || IsDeprecated(model_.documents.at(document)))) {
      return;
    }
    Association member;
    member.set_association_type(kHasMember);
    member.set_source_object(Now(folder));
    member.set_target_object(Now(document));
    Association held;
    held.set_association_type(kHasMember);
    held.set_source_object(set_);
    held.set_target_object(model_.NewLink(member));
    model_.NewLink(held);
    model_.Touch(Now(folder), now_s_);
  }

  RegistryModel& model_;
  const std::string& set_;
  const NewVersions& new_versions_;
  const int64_t now_s_;
};

template <typename Object>
void AddVersion(ById<Object>& objects, const Object* old, const Object& submitted) {
  Object version = submitted;
  version.set_availability_status(old->availability_status());
  version.set_version(old->version() + 1);
  objects.at(old->entry_uuid()).set_availability_status(AVAILABILITY_STATUS_DEPRECATED);
  objects[version.entry_uuid()] = version;
}

// What is submitted to a folder is held by the submission set like any other member.
void HoldSubmitted(RegistryModel& model, const Association& trigger) {
  if (!model.IsFolderMembership(model.associations.at(trigger.target_object()))) return;
  Association& held = model.associations[trigger.entry_uuid()];
  held.set_entry_uuid(trigger.entry_uuid());
  held.set_association_type(kHasMember);
  held.set_source_object(trigger.source_object());
  held.set_target_object(trigger.target_object());
  held.set_availability_status(AVAILABILITY_STATUS_APPROVED);
}

void SetStatus(RegistryModel& model, const Association& trigger, int64_t now_s) {
  const std::string& target = trigger.target_object();
  const AvailabilityStatus status = trigger.new_status();
  if (model.documents.count(target) > 0) {
    model.documents[target].set_availability_status(status);
  } else if (model.folders.count(target) > 0) {
    model.folders[target].set_availability_status(status);
  } else if (model.associations.count(target) > 0) {
    Association& link = model.associations[target];
    link.set_availability_status(status);
    if (model.IsFolderMembership(link)) model.Touch(link.source_object(), now_s);
  }
}

}  // namespace

void ApplyUpdate(RegistryModel& model, const Step& step) {
  const RegisterDocumentSetRequest& submission = step.submission;
  const std::string& set_id = submission.submission_set().entry_uuid();
  model.submissions[set_id] = Fingerprint(step);
  model.submission_sets[set_id] = submission.submission_set();
  model.submission_sets[set_id].set_availability_status(AVAILABILITY_STATUS_APPROVED);

  NewVersions propagated;
  const auto note = [&](const std::string& old_id, const std::string& new_id) {
    const Association* trigger = Trigger(submission, new_id);
    if (trigger->association_propagation() != ASSOCIATION_PROPAGATION_NO) {
      propagated[old_id] = new_id;
    }
  };
  for (const auto& submitted : submission.document_entries()) {
    DocumentEntry entry = submitted;
    entry.set_hash(absl::AsciiStrToLower(entry.hash()));
    const DocumentEntry* old = model.NewestDocument(entry.logical_id());
    note(old->entry_uuid(), entry.entry_uuid());
    AddVersion(model.documents, old, entry);
  }
  for (const auto& submitted : submission.folders()) {
    const Folder* old = model.NewestFolder(submitted.logical_id());
    note(old->entry_uuid(), submitted.entry_uuid());
    AddVersion(model.folders, old, submitted);
    model.Touch(submitted.entry_uuid(), step.at_s);
  }
  Propagation(model, set_id, propagated, step.at_s).Run();

  for (const auto& link : submission.associations()) {
    const bool is_trigger = link.association_type() == kUpdateAvailabilityStatus ||
                            link.association_type() == kSubmitAssociation;
    if (is_trigger) continue;
    Association& stored = model.associations[link.entry_uuid()];
    stored = link;
    stored.set_availability_status(AVAILABILITY_STATUS_APPROVED);
    if (model.IsFolderMembership(stored)) model.Touch(stored.source_object(), step.at_s);
  }
  for (const auto& link : submission.associations()) {
    if (link.association_type() == kSubmitAssociation) HoldSubmitted(model, link);
    if (link.association_type() == kUpdateAvailabilityStatus) SetStatus(model, link, step.at_s);
  }
}

Verdict JudgeUpdate(const RegistryModel& model, const Step& step) {
  if (IsRepeat(model, step)) return {};
  Faults faults;
  JudgeUpdateRules(model, step, faults);
  if (faults.ToVerdict().kind != Verdict::Kind::kAccept) return faults.ToVerdict();
  RegistryModel after = model;
  ApplyUpdate(after, step);
  if (HasNewPatientConflict(model, after)) {
    faults.Add({"XDSPatientIDReconciliationError"}, "linked objects are of several patients");
  }
  return faults.ToVerdict();
}

}  // namespace docshare::tests
