#include "tests/model/model_register.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "domain/metadata/association_type.h"
#include "tests/model/link_rules.h"
#include "tests/model/submission_form.h"

namespace docshare::tests {
namespace {

using metadata::v1::Association;
using metadata::v1::AVAILABILITY_STATUS_APPROVED;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using registry::v1::RegisterDocumentSetRequest;

constexpr char kMetadataError[] = "XDSRegistryMetadataError";

void JudgeUniqueIdOfEntry(const RegistryModel& model, const DocumentEntry& entry, Faults& faults) {
  if (model.HasSetOrFolderWithUniqueId(entry.unique_id())) {
    faults.AddOpen({"XDSDuplicateUniqueIdInRegistry", kMetadataError},
                   "the uniqueId of an entry is that of a set or a folder");
  }
  const bool on_demand = entry.object_type() == metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND;
  for (const auto& [uuid, other] : model.documents) {
    if (other.unique_id() != entry.unique_id()) continue;
    const bool other_on_demand = other.object_type() == metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND;
    if (on_demand && other_on_demand) continue;
    if (on_demand) {
      faults.Add({kMetadataError}, "the uniqueId is that of a Stable entry");
    } else if (other_on_demand) {
      faults.AddOpen({kMetadataError, "XDSNonIdenticalHash", "XDSNonIdenticalSize"},
                     "the uniqueId is that of an On-Demand entry");
    } else {
      if (other.hash() != absl::AsciiStrToLower(entry.hash())) {
        faults.Add({"XDSNonIdenticalHash"}, "same uniqueId, other hash");
      }
      if (other.size() != entry.size()) {
        faults.Add({"XDSNonIdenticalSize"}, "same uniqueId, other size");
      }
    }
  }
}

// The document and everything Approved that was made from it.
std::set<std::string> WithDescendants(const RegistryModel& model, const std::string& uuid) {
  std::set<std::string> reached = {uuid};
  bool grew = true;
  while (grew) {
    grew = false;
    for (const auto& [id, link] : model.associations) {
      const std::string& type = link.association_type();
      if (type != kTransform && type != kAppend) continue;
      if (IsDeprecated(link) || reached.count(link.target_object()) == 0) continue;
      if (IsDeprecated(model.documents.at(link.source_object()))) continue;
      if (reached.insert(link.source_object()).second) grew = true;
    }
  }
  return reached;
}

// The replacement joins the Approved folders of what it replaces, unless the submission put it
// there.
void CarryForward(RegistryModel& model, const RegistryModel& before, const std::string& set,
                  const Association& replacement, int64_t now_s) {
  const auto members_of = [](const RegistryModel& state, const std::string& document) {
    std::set<std::string> folders;
    for (const auto& [uuid, link] : state.associations) {
      if (state.IsFolderMembership(link) && !IsDeprecated(link) &&
          link.target_object() == document &&
          !IsDeprecated(state.folders.at(link.source_object()))) {
        folders.insert(link.source_object());
      }
    }
    return folders;
  };
  const std::set<std::string> there = members_of(model, replacement.source_object());
  for (const std::string& folder : members_of(before, replacement.target_object())) {
    if (there.count(folder) > 0) continue;
    Association member;
    member.set_association_type(kHasMember);
    member.set_source_object(folder);
    member.set_target_object(replacement.source_object());
    Association held;
    held.set_association_type(kHasMember);
    held.set_source_object(set);
    held.set_target_object(model.NewLink(member));
    model.NewLink(held);
    model.Touch(folder, now_s);
  }
}

}  // namespace

void JudgeIdentity(const RegistryModel& model, const RegisterDocumentSetRequest& request,
                   Faults& faults) {
  const auto& set = request.submission_set();
  if (!model.IsActive(set.patient_id())) {
    faults.Add({"XDSUnknownPatientId"}, KeyOf(set.patient_id()) + " is not known");
  }
  std::vector<std::string> ids = {set.entry_uuid()};
  for (const auto& entry : request.document_entries()) {
    ids.push_back(entry.entry_uuid());
    // A fault beside that of patients who differ.
    if (!model.IsActive(entry.patient_id())) faults.Add({"XDSUnknownPatientId"}, "of an entry");
  }
  for (const auto& folder : request.folders()) ids.push_back(folder.entry_uuid());
  for (const auto& link : request.associations()) ids.push_back(link.entry_uuid());
  for (const std::string& id : ids) {
    // Later versions may be there still when the first one was removed.
    if (model.Exists(id) || model.NewestDocument(id) != nullptr ||
        model.NewestFolder(id) != nullptr) {
      faults.Add({kMetadataError}, id + " is in use");
    }
  }
  bool set_id_used = model.HasSetOrFolderWithUniqueId(set.unique_id());
  for (const auto& [uuid, entry] : model.documents) {
    if (entry.unique_id() == set.unique_id()) set_id_used = true;
  }
  if (set_id_used) {
    faults.Add({"XDSDuplicateUniqueIdInRegistry"}, set.unique_id() + " is in use");
  }
}

Verdict JudgeRegistration(const RegistryModel& model, const Step& step) {
  if (IsRepeat(model, step)) return {};
  const RegisterDocumentSetRequest& request = step.submission;
  Faults faults;
  JudgeSubmissionForm(step, faults);
  JudgeIdentity(model, request, faults);
  for (const auto& entry : request.document_entries()) JudgeUniqueIdOfEntry(model, entry, faults);
  for (const auto& folder : request.folders()) {
    if (model.HasSetOrFolderWithUniqueId(folder.unique_id())) {
      faults.Add({"XDSDuplicateUniqueIdInRegistry"}, folder.unique_id() + " is in use");
    }
  }
  JudgeLinks(model, request, faults);
  if (step.kind == StepKind::kRegisterOnDemand && request.document_entries().empty()) {
    faults.Add({kMetadataError}, "no On-Demand entry");
  }
  return faults.ToVerdict();
}

bool IsRepeat(const RegistryModel& model, const Step& step) {
  for (const auto& [uuid, set] : model.submission_sets) {
    if (set.unique_id() != step.submission.submission_set().unique_id()) continue;
    // A set that the registry made for a change of patients was never sent.
    const auto first = model.submissions.find(uuid);
    return first != model.submissions.end() && first->second == Fingerprint(step);
  }
  return false;
}

void ApplyRegistration(RegistryModel& model, const Step& step) {
  const RegisterDocumentSetRequest& submission = step.submission;
  const RegistryModel before = model;
  const std::string& set_id = submission.submission_set().entry_uuid();
  model.submissions[set_id] = Fingerprint(step);
  model.submission_sets[set_id] = submission.submission_set();
  model.submission_sets[set_id].set_availability_status(AVAILABILITY_STATUS_APPROVED);
  for (const auto& submitted : submission.document_entries()) {
    DocumentEntry& entry = model.documents[submitted.entry_uuid()];
    entry = submitted;
    entry.set_availability_status(AVAILABILITY_STATUS_APPROVED);
    entry.set_version(1);
    entry.set_logical_id(entry.entry_uuid());
    entry.set_hash(absl::AsciiStrToLower(entry.hash()));
  }
  for (const auto& submitted : submission.folders()) {
    Folder& folder = model.folders[submitted.entry_uuid()];
    folder = submitted;
    folder.set_availability_status(AVAILABILITY_STATUS_APPROVED);
    folder.set_version(1);
    folder.set_logical_id(folder.entry_uuid());
    model.Touch(folder.entry_uuid(), step.at_s);
  }
  for (const auto& submitted : submission.associations()) {
    Association& link = model.associations[submitted.entry_uuid()];
    link = submitted;
    link.set_availability_status(AVAILABILITY_STATUS_APPROVED);
    if (model.IsFolderMembership(link)) model.Touch(link.source_object(), step.at_s);
  }
  // Replacements act on what was there before this submission.
  for (const auto& link : submission.associations()) {
    if (!IsReplacingType(link.association_type())) continue;
    CarryForward(model, before, set_id, link, step.at_s);
    for (const std::string& document : WithDescendants(before, link.target_object())) {
      model.documents.at(document).set_availability_status(AVAILABILITY_STATUS_DEPRECATED);
    }
  }
}

}  // namespace docshare::tests
