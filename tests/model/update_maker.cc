#include "tests/model/update_maker.h"

#include "domain/metadata/association_type.h"
#include "tests/model/submission_maker.h"

namespace docshare::tests {

using metadata::v1::Association;
using metadata::v1::AVAILABILITY_STATUS_APPROVED;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
using metadata::v1::AvailabilityStatus;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using metadata::v1::PatientIdentifier;
using registry::v1::RegisterDocumentSetRequest;

namespace {

// The newest versions of a patient's objects.
template <typename Object>
std::vector<const Object*> NewestOf(const RegistryModel& model, const ById<Object>& objects,
                                    const PatientIdentifier& patient) {
  const std::set<std::string> all = model.NewestVersions();
  std::vector<const Object*> newest;
  for (const auto& [uuid, object] : objects) {
    if (SamePatient(object.patient_id(), patient) && all.count(uuid) > 0) {
      newest.push_back(&object);
    }
  }
  return newest;
}

}  // namespace

RegisterDocumentSetRequest UpdateMaker::Make(const RegistryModel& model,
                                             const PatientIdentifier& patient, bool restricted) {
  RegisterDocumentSetRequest request;
  *request.mutable_submission_set() = objects_.NewSet(patient);
  taken_.clear();
  const bool propagate = dice_.Chance(70);
  const size_t changes = 1 + dice_.Below(3);
  const size_t kind = restricted ? 0 : dice_.Below(10);
  for (size_t i = 0; i < changes; ++i) {
    if (kind < 4) {
      if (restricted || dice_.Chance(70)) {
        NewVersionOfDocument(model, restricted, propagate, request);
      } else {
        NewVersionOfFolder(model, propagate, request);
      }
    } else if (kind < 7) {
      ChangeStatus(model, request);
    } else if (kind < 8) {
      Submit(model, request);
    }
  }
  if (kind == 8) ChangeStatusOfNewVersion(model, request);
  if (kind == 9) MoveDocument(model, request);
  return request;
}

Association& UpdateMaker::AddTrigger(RegisterDocumentSetRequest& request, const std::string& target,
                                     uint32_t previous_version, bool propagate) {
  Association& trigger = Hold(request, target, dice_.Chance(50) ? objects_.NewUuid('a') : "");
  trigger.set_previous_version(previous_version);
  if (!propagate) {
    trigger.set_association_propagation(metadata::v1::ASSOCIATION_PROPAGATION_NO);
  } else if (dice_.Chance(50)) {
    trigger.set_association_propagation(metadata::v1::ASSOCIATION_PROPAGATION_YES);
  }
  return trigger;
}

void UpdateMaker::NewVersionOfDocument(const RegistryModel& model, bool restricted, bool propagate,
                                       RegisterDocumentSetRequest& request) {
  const auto newest = NewestOf(model, model.documents, request.submission_set().patient_id());
  if (newest.empty()) return;
  const DocumentEntry& current = *dice_.Pick(newest);
  // Versions of two objects with one uniqueId cannot be in one submission.
  if (!Take(current.unique_id())) return;
  DocumentEntry& entry = *request.add_document_entries();
  entry = current;
  entry.set_entry_uuid(objects_.NewUuid('d'));
  entry.clear_availability_status();
  entry.clear_version();
  objects_.Vary(entry);
  const bool stable = entry.object_type() == metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE;
  if (stable && !restricted && dice_.Chance(30)) {
    entry.set_document_availability(dice_.Chance(50) ? metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE
                                                     : metadata::v1::DOCUMENT_AVAILABILITY_ONLINE);
  }
  AddTrigger(request, entry.entry_uuid(), current.version(), propagate)
      .set_submission_set_status(metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL);
}

void UpdateMaker::NewVersionOfFolder(const RegistryModel& model, bool propagate,
                                     RegisterDocumentSetRequest& request) {
  const auto approved = ApprovedFolders(model, request.submission_set().patient_id());
  if (approved.empty()) return;
  const Folder& current = *dice_.Pick(approved);
  if (!Take(current.unique_id())) return;
  Folder& folder = *request.add_folders();
  folder = current;
  folder.set_entry_uuid(objects_.NewUuid('f'));
  folder.clear_availability_status();
  folder.clear_version();
  folder.clear_last_update_time();
  objects_.Vary(folder);
  AddTrigger(request, folder.entry_uuid(), current.version(), propagate);
}

void UpdateMaker::MoveDocument(const RegistryModel& model, RegisterDocumentSetRequest& request) {
  std::vector<PatientIdentifier> active;
  for (const PatientIdentifier& patient : PatientPool()) {
    if (model.IsActive(patient)) active.push_back(patient);
  }
  NewVersionOfDocument(model, false, dice_.Chance(20), request);
  if (request.document_entries().empty()) return;
  const PatientIdentifier& patient = dice_.Pick(active);
  *request.mutable_submission_set()->mutable_patient_id() = patient;
  *request.mutable_document_entries(0)->mutable_patient_id() = patient;
}

void UpdateMaker::ChangeStatus(const RegistryModel& model, RegisterDocumentSetRequest& request) {
  const PatientIdentifier patient = request.submission_set().patient_id();
  std::vector<std::pair<std::string, bool>> targets;
  for (const auto* document : NewestOf(model, model.documents, patient)) {
    targets.emplace_back(document->entry_uuid(), IsDeprecated(*document));
  }
  for (const auto* folder : NewestOf(model, model.folders, patient)) {
    targets.emplace_back(folder->entry_uuid(), IsDeprecated(*folder));
  }
  for (const auto& [uuid, link] : model.associations) {
    if (!model.IsRelationship(link) && !model.IsFolderMembership(link)) continue;
    if (!SamePatient(*model.PatientOf(link.source_object()), patient)) continue;
    targets.emplace_back(uuid, IsDeprecated(link));
  }
  if (targets.empty()) return;
  const auto& [target, deprecated] = dice_.Pick(targets);
  if (!Take(target)) return;
  Association& trigger = *request.add_associations();
  trigger = Link(kUpdateAvailabilityStatus, request.submission_set().entry_uuid(), target,
                 dice_.Chance(50) ? objects_.NewUuid('a') : "");
  trigger.set_original_status(deprecated ? AVAILABILITY_STATUS_DEPRECATED
                                         : AVAILABILITY_STATUS_APPROVED);
  trigger.set_new_status(deprecated ? AVAILABILITY_STATUS_APPROVED
                                    : AVAILABILITY_STATUS_DEPRECATED);
}

void UpdateMaker::ChangeStatusOfNewVersion(const RegistryModel& model,
                                           RegisterDocumentSetRequest& request) {
  NewVersionOfDocument(model, false, dice_.Chance(50), request);
  if (request.document_entries().empty()) return;
  const DocumentEntry& entry = request.document_entries(0);
  const AvailabilityStatus before = model.NewestDocument(entry.logical_id())->availability_status();
  Association& trigger = *request.add_associations();
  trigger =
      Link(kUpdateAvailabilityStatus, request.submission_set().entry_uuid(), entry.entry_uuid());
  trigger.set_original_status(before);
  trigger.set_new_status(before == AVAILABILITY_STATUS_APPROVED ? AVAILABILITY_STATUS_DEPRECATED
                                                                : AVAILABILITY_STATUS_APPROVED);
}

void UpdateMaker::Submit(const RegistryModel& model, RegisterDocumentSetRequest& request) {
  const auto documents = ApprovedDocuments(model, request.submission_set().patient_id());
  const auto folders = ApprovedFolders(model, request.submission_set().patient_id());
  if (documents.empty()) return;
  const std::string target = dice_.Pick(documents)->entry_uuid();
  std::string source = dice_.Pick(documents)->entry_uuid();
  std::string type = dice_.Chance(50) ? kTransform : kSigns;
  if (!folders.empty() && dice_.Chance(60)) {
    source = dice_.Pick(folders)->entry_uuid();
    type = kHasMember;
  }
  if (source == target || !Take(source + type + target)) return;
  const std::string id = objects_.NewUuid('a');
  *request.add_associations() =
      Link(kSubmitAssociation, request.submission_set().entry_uuid(), id, objects_.NewUuid('a'));
  *request.add_associations() = Link(type, source, target, id);
}

void UpdateMaker::Spoil(const RegistryModel& model, Step& step) {
  RegisterDocumentSetRequest& request = step.submission;
  DocumentEntry* entry =
      request.document_entries().empty() ? nullptr : request.mutable_document_entries(0);
  Association& link = *request.mutable_associations(0);
  const auto name = [&step](const char* fault) { step.fault = fault; };
  switch (dice_.Below(13)) {
    case 0:
      if (!link.has_previous_version()) return;
      link.set_previous_version(link.previous_version() + 1);
      return name("PreviousVersion is not the current one");
    case 1:
      if (!link.has_previous_version()) return;
      link.clear_previous_version();
      return name("no PreviousVersion");
    case 2:
      if (entry == nullptr) return;
      entry->set_logical_id(entry->entry_uuid());
      return name("an initial version");
    case 3:
      if (entry == nullptr) return;
      entry->set_logical_id(objects_.NewUuid('d'));
      return name("unknown logicalID");
    case 4:
      if (entry == nullptr) return;
      entry->set_unique_id(objects_.NewUniqueId(10));
      return name("changed uniqueId");
    case 5:
      if (entry == nullptr) return;
      entry->clear_type_code();
      return name("no type code");
    case 6:
      if (link.association_type() != kUpdateAvailabilityStatus) return;
      link.set_original_status(link.new_status());
      return name("OriginalStatus is not the status");
    case 7:
      if (link.association_type() != kUpdateAvailabilityStatus) return;
      link.clear_new_status();
      return name("no NewStatus");
    case 8:
      if (link.association_type() != kUpdateAvailabilityStatus) return;
      link.set_target_object(objects_.NewUuid('d'));
      return name("status of the unknown");
    case 9:
      if (link.association_type() != kUpdateAvailabilityStatus || model.submission_sets.empty()) {
        return;
      }
      link.set_target_object(model.submission_sets.begin()->first);
      return name("status of a submission set");
    case 10:
      if (link.association_type() != kSubmitAssociation) return;
      request.mutable_associations(1)->set_target_object(objects_.NewUuid('d'));
      return name("an end that is unknown");
    case 11:
      if (entry == nullptr) return;
      entry->set_repository_unique_id("2.999.30.3");
      entry->mutable_source_patient_id()->set_id("L9");
      return name(step.kind == StepKind::kRestrictedUpdate ? "what may not change" : "");
    default: {
      if (entry == nullptr) return;
      const DocumentEntry again = *entry;
      DocumentEntry& second = *request.add_document_entries();
      second = again;
      second.set_entry_uuid(objects_.NewUuid('d'));
      AddTrigger(request, second.entry_uuid(), link.previous_version(), true)
          .set_submission_set_status(metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL);
      return name("two versions of one document");
    }
  }
}

}  // namespace docshare::tests
