#include "tests/model/submission_maker.h"

#include <iterator>
#include <map>

#include "absl/strings/str_cat.h"
#include "domain/metadata/association_type.h"

namespace docshare::tests {

using metadata::v1::Association;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using metadata::v1::PatientIdentifier;
using registry::v1::RegisterDocumentSetRequest;

namespace {

bool IsStable(const DocumentEntry& entry) {
  return entry.object_type() == metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE;
}

// Whether an addendum to it would be one to a transformation, by any reading.
bool MayBeTransformation(const RegistryModel& model, const RegisterDocumentSetRequest& request,
                         const std::string& uuid) {
  const auto makes_it_one = [&uuid](const Association& link) {
    return link.source_object() == uuid && (link.association_type() == kTransform ||
                                            link.association_type() == kTransformAndReplace);
  };
  for (const auto& [id, link] : model.associations) {
    if (makes_it_one(link)) return true;
  }
  for (const auto& link : request.associations()) {
    if (makes_it_one(link)) return true;
  }
  return false;
}

bool IsReplaced(const RegisterDocumentSetRequest& request, const std::string& uuid) {
  for (const auto& link : request.associations()) {
    if (link.target_object() == uuid && IsReplacingType(link.association_type())) return true;
  }
  return false;
}

}  // namespace

Association Link(const std::string& type, const std::string& source, const std::string& target,
                 const std::string& id) {
  Association link;
  link.set_entry_uuid(id);
  link.set_association_type(type);
  link.set_source_object(source);
  link.set_target_object(target);
  return link;
}

Association& Hold(RegisterDocumentSetRequest& request, const std::string& target,
                  const std::string& id) {
  Association& link = *request.add_associations();
  link = Link(kHasMember, request.submission_set().entry_uuid(), target, id);
  return link;
}

std::vector<const DocumentEntry*> ApprovedDocuments(const RegistryModel& model,
                                                    const PatientIdentifier& patient) {
  std::vector<const DocumentEntry*> approved;
  for (const auto& [uuid, document] : model.documents) {
    if (SamePatient(document.patient_id(), patient) && !IsDeprecated(document)) {
      approved.push_back(&document);
    }
  }
  return approved;
}

std::vector<const Folder*> ApprovedFolders(const RegistryModel& model,
                                           const PatientIdentifier& patient) {
  std::vector<const Folder*> approved;
  for (const auto& [uuid, folder] : model.folders) {
    if (SamePatient(folder.patient_id(), patient) && !IsDeprecated(folder)) {
      approved.push_back(&folder);
    }
  }
  return approved;
}

RegisterDocumentSetRequest SubmissionMaker::Make(const RegistryModel& model,
                                                 const PatientIdentifier& patient, bool on_demand) {
  RegisterDocumentSetRequest request;
  *request.mutable_submission_set() = objects_.NewSet(patient);
  const size_t least = on_demand ? 1 : 0;
  for (size_t i = least + dice_.Below(3); i > 0; --i) AddEntry(model, on_demand, request);
  if (dice_.Chance(25)) {
    *request.add_folders() = objects_.NewFolder(patient);
    Hold(request, request.folders(0).entry_uuid(), MaybeId());
  }
  FillFolders(model, request);
  if (dice_.Chance(15)) Refer(model, request);
  if (request.associations().empty()) AddEntry(model, on_demand, request);
  if (dice_.Chance(15)) UseSymbolicIds(request);
  return request;
}

std::string SubmissionMaker::MaybeId() { return dice_.Chance(50) ? objects_.NewUuid('a') : ""; }

void SubmissionMaker::AddEntry(const RegistryModel& model, bool on_demand,
                               RegisterDocumentSetRequest& request) {
  DocumentEntry entry = objects_.NewEntry(request.submission_set().patient_id(), !on_demand);
  if (!on_demand && dice_.Chance(5)) {
    entry.set_document_availability(metadata::v1::DOCUMENT_AVAILABILITY_OFFLINE);
  }
  // A document that is registered, registered once more.
  if (dice_.Chance(8) && !model.documents.empty()) {
    auto other = model.documents.begin();
    std::advance(other, dice_.Below(model.documents.size()));
    bool taken = IsStable(other->second) == on_demand;
    for (const auto& sibling : request.document_entries()) {
      if (sibling.unique_id() == other->second.unique_id()) taken = true;
    }
    if (!taken) {
      entry.set_unique_id(other->second.unique_id());
      entry.set_hash(other->second.hash());
      if (!on_demand) entry.set_size(other->second.size());
    }
  }
  *request.add_document_entries() = entry;
  Hold(request, entry.entry_uuid(), MaybeId())
      .set_submission_set_status(metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL);
  if (dice_.Chance(45)) Relate(model, entry, request);
}

void SubmissionMaker::Relate(const RegistryModel& model, const DocumentEntry& entry,
                             RegisterDocumentSetRequest& request) {
  static const auto& types =
      *new std::vector<std::string>{kReplace,   kReplace,     kReplace, kTransform,
                                    kTransform, kAppend,      kAppend,  kTransformAndReplace,
                                    kSigns,     kIsSnapshotOf};
  const std::string type = dice_.Pick(types);
  std::vector<std::string> targets;
  for (const DocumentEntry* document : ApprovedDocuments(model, entry.patient_id())) {
    if (type == kIsSnapshotOf && (!IsStable(entry) || IsStable(*document))) continue;
    targets.push_back(document->entry_uuid());
  }
  if (!IsReplacingType(type) && type != kIsSnapshotOf) {
    for (const auto& sibling : request.document_entries()) {
      if (sibling.entry_uuid() != entry.entry_uuid()) targets.push_back(sibling.entry_uuid());
    }
  }
  if (targets.empty()) return;
  const std::string target = dice_.Pick(targets);
  if (type == kAppend && MayBeTransformation(model, request, target)) return;
  if (IsReplacingType(type) && IsReplaced(request, target)) return;
  Association& link = *request.add_associations();
  link = Link(type, entry.entry_uuid(), target, MaybeId());
  if (dice_.Chance(20)) *link.mutable_documentation() = objects_.AnyCode();
}

void SubmissionMaker::FillFolders(const RegistryModel& model, RegisterDocumentSetRequest& request) {
  const PatientIdentifier patient = request.submission_set().patient_id();
  std::vector<std::string> folders;
  for (const auto& folder : request.folders()) folders.push_back(folder.entry_uuid());
  for (const Folder* folder : ApprovedFolders(model, patient)) {
    folders.push_back(folder->entry_uuid());
  }
  std::vector<std::string> documents;
  for (const auto& entry : request.document_entries()) documents.push_back(entry.entry_uuid());
  const auto approved = ApprovedDocuments(model, patient);
  if (!approved.empty() && dice_.Chance(30)) {
    documents.push_back(dice_.Pick(approved)->entry_uuid());
  }
  if (folders.empty()) return;
  for (const std::string& document : documents) {
    if (!dice_.Chance(35)) continue;
    const std::string folder = dice_.Pick(folders);
    bool there = false;
    for (const auto& [uuid, link] : model.associations) {
      if (link.source_object() == folder && link.target_object() == document) there = true;
    }
    if (there) continue;
    const std::string id = objects_.NewUuid('a');
    *request.add_associations() = Link(kHasMember, folder, document, id);
    Hold(request, id, MaybeId());
  }
}

void SubmissionMaker::Refer(const RegistryModel& model, RegisterDocumentSetRequest& request) {
  std::vector<std::string> documents;
  for (const auto& [uuid, document] : model.documents) {
    if (!IsDeprecated(document)) documents.push_back(uuid);
  }
  if (documents.empty()) return;
  Hold(request, dice_.Pick(documents), MaybeId())
      .set_submission_set_status(metadata::v1::SUBMISSION_SET_STATUS_REFERENCE);
}

void SubmissionMaker::UseSymbolicIds(RegisterDocumentSetRequest& request) {
  std::map<std::string, std::string> names;
  const auto name = [&](const std::string& id, const std::string& kind) {
    if (!id.empty() && dice_.Chance(70)) names[id] = absl::StrCat(kind, names.size() + 1);
  };
  name(request.submission_set().entry_uuid(), "set");
  for (const auto& entry : request.document_entries()) name(entry.entry_uuid(), "document");
  for (const auto& folder : request.folders()) name(folder.entry_uuid(), "folder");
  for (const auto& link : request.associations()) name(link.entry_uuid(), "link");
  const auto rename = [&names](std::string* id) {
    const auto found = names.find(*id);
    if (found != names.end()) *id = found->second;
  };
  rename(request.mutable_submission_set()->mutable_entry_uuid());
  for (auto& entry : *request.mutable_document_entries()) rename(entry.mutable_entry_uuid());
  for (auto& folder : *request.mutable_folders()) rename(folder.mutable_entry_uuid());
  for (auto& link : *request.mutable_associations()) {
    rename(link.mutable_entry_uuid());
    rename(link.mutable_source_object());
    rename(link.mutable_target_object());
  }
}

}  // namespace docshare::tests
