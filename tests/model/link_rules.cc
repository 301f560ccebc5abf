#include "tests/model/link_rules.h"

#include <map>
#include <string>
#include <vector>

#include "domain/metadata/association_type.h"

namespace docshare::tests {
namespace {

using metadata::v1::Association;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using metadata::v1::PatientIdentifier;
using registry::v1::RegisterDocumentSetRequest;

constexpr char kMetadataError[] = "XDSRegistryMetadataError";
constexpr char kUnresolved[] = "UnresolvedReferenceException";
constexpr char kDeprecated[] = "XDSRegistryDeprecatedDocumentError";
constexpr char kOtherPatient[] = "XDSPatientIdDoesNotMatch";

const DocumentEntry* EntryOf(const RegisterDocumentSetRequest& request, const std::string& id) {
  for (const auto& entry : request.document_entries()) {
    if (entry.entry_uuid() == id) return &entry;
  }
  return nullptr;
}

const Folder* FolderOf(const RegisterDocumentSetRequest& request, const std::string& id) {
  for (const auto& folder : request.folders()) {
    if (folder.entry_uuid() == id) return &folder;
  }
  return nullptr;
}

// An association of the request, by its own id.
const Association* LinkOf(const RegisterDocumentSetRequest& request, const std::string& id) {
  for (const auto& association : request.associations()) {
    if (!id.empty() && association.entry_uuid() == id) return &association;
  }
  return nullptr;
}

// A HasMember that starts at a folder, old or new.
bool IsFolderMembership(const RegistryModel& model, const RegisterDocumentSetRequest& request,
                        const Association& link) {
  return link.association_type() == kHasMember &&
         (FolderOf(request, link.source_object()) != nullptr ||
          model.folders.count(link.source_object()) > 0);
}

void JudgeMemberOfSet(const RegistryModel& model, const RegisterDocumentSetRequest& request,
                      const Association& link, Faults& faults) {
  const std::string& target = link.target_object();
  const auto status = link.submission_set_status();
  if (EntryOf(request, target) != nullptr) {
    if (status != metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL) {
      faults.Add({kMetadataError}, "an entry of the request is not Original");
    }
    return;
  }
  if (const auto found = model.documents.find(target); found != model.documents.end()) {
    if (status != metadata::v1::SUBMISSION_SET_STATUS_REFERENCE) {
      faults.Add({kMetadataError, kUnresolved}, "a registered entry is not Reference");
    } else if (IsDeprecated(found->second)) {
      faults.Add({kDeprecated}, "the referenced entry is Deprecated");
    }
    return;
  }
  if (FolderOf(request, target) != nullptr) {
    if (status != metadata::v1::SUBMISSION_SET_STATUS_UNSPECIFIED) {
      faults.Add({kMetadataError}, "a folder has a SubmissionSetStatus");
    }
    return;
  }
  if (const Association* member = LinkOf(request, target)) {
    if (!IsFolderMembership(model, request, *member)) {
      faults.Add({kMetadataError}, "the set holds an association that is no FD-DE");
    } else if (status != metadata::v1::SUBMISSION_SET_STATUS_UNSPECIFIED) {
      faults.Add({kMetadataError}, "an SS-HM has a SubmissionSetStatus");
    }
    return;
  }
  if (model.Exists(target)) {
    faults.Add({kMetadataError, kUnresolved}, "the set cannot hold " + target);
  } else {
    faults.Add({kUnresolved}, target + " is unknown");
  }
}

// `folder` is null when it is unknown: then the member alone is judged.
void JudgeMemberOfFolder(const RegistryModel& model, const RegisterDocumentSetRequest& request,
                         const Association& link, const Folder* folder, Faults& faults) {
  const PatientIdentifier& patient = request.submission_set().patient_id();
  if (folder != nullptr && !SamePatient(folder->patient_id(), patient)) {
    faults.Add({kOtherPatient}, "the folder is not of the set's patient");
  }
  const DocumentEntry* document = EntryOf(request, link.target_object());
  if (document == nullptr) {
    const auto found = model.documents.find(link.target_object());
    if (found == model.documents.end()) {
      const bool known = model.Exists(link.target_object()) ||
                         FolderOf(request, link.target_object()) != nullptr ||
                         LinkOf(request, link.target_object()) != nullptr ||
                         request.submission_set().entry_uuid() == link.target_object();
      if (known) {
        faults.Add({kMetadataError, kUnresolved}, "a folder holds what is no document");
      } else {
        faults.Add({kUnresolved}, link.target_object() + " is unknown");
      }
      return;
    }
    document = &found->second;
    if (IsDeprecated(*document)) faults.Add({kDeprecated}, "the member is Deprecated");
  }
  if (!SamePatient(document->patient_id(), patient)) {
    faults.Add({kOtherPatient}, "the member is not of the set's patient");
  }
}

void JudgeMembership(const RegistryModel& model, const RegisterDocumentSetRequest& request,
                     const Association& link, Faults& faults) {
  if (link.has_documentation()) faults.Add({kMetadataError}, "HasMember with documentation");
  const std::string& source = link.source_object();
  if (source == request.submission_set().entry_uuid()) {
    JudgeMemberOfSet(model, request, link, faults);
  } else if (IsFolderMembership(model, request, link)) {
    if (link.submission_set_status() != metadata::v1::SUBMISSION_SET_STATUS_UNSPECIFIED) {
      faults.Add({kMetadataError}, "an FD-DE has a SubmissionSetStatus");
    }
    const Folder* folder = FolderOf(request, source);
    if (folder == nullptr) {
      folder = &model.folders.at(source);
      if (IsDeprecated(*folder)) faults.Add({kDeprecated}, "the folder is Deprecated");
    }
    JudgeMemberOfFolder(model, request, link, folder, faults);
  } else if (model.Exists(source) || EntryOf(request, source) != nullptr ||
             LinkOf(request, source) != nullptr) {
    faults.Add({kMetadataError, kUnresolved}, "HasMember starts at " + source);
  } else {
    // Whatever it is, the set does not hold its member.
    faults.Add({kUnresolved, kMetadataError}, source + " is unknown");
    JudgeMemberOfFolder(model, request, link, nullptr, faults);
  }
}

// Check 10: the set holds everything that is new, once.
void JudgeSetHoldsAll(const RegistryModel& model, const RegisterDocumentSetRequest& request,
                      Faults& faults) {
  const auto times_held = [&request](const std::string& id) {
    int count = 0;
    for (const auto& link : request.associations()) {
      if (link.association_type() == kHasMember && !id.empty() && link.target_object() == id &&
          link.source_object() == request.submission_set().entry_uuid()) {
        ++count;
      }
    }
    return count;
  };
  for (const auto& entry : request.document_entries()) {
    if (times_held(entry.entry_uuid()) != 1) faults.Add({kMetadataError}, "entry not held once");
  }
  for (const auto& folder : request.folders()) {
    if (times_held(folder.entry_uuid()) != 1) faults.Add({kMetadataError}, "folder not held once");
  }
  bool holds_something = false;
  for (const auto& link : request.associations()) {
    if (link.association_type() != kHasMember) continue;
    if (link.source_object() == request.submission_set().entry_uuid()) holds_something = true;
    if (IsFolderMembership(model, request, link) && times_held(link.entry_uuid()) != 1) {
      // A source that is unknown makes the link none of a folder; both are faults.
      faults.Add({kMetadataError}, "FD-DE not held once");
    }
  }
  if (!holds_something) faults.Add({kMetadataError}, "the submission set is empty");
}

// Whether the document is the source of such an association; Deprecated ones count if `deprecated`.
bool IsSourceOf(const RegistryModel& model, const RegisterDocumentSetRequest& request,
                const std::string& document, const std::string& type, bool deprecated) {
  for (const auto& link : request.associations()) {
    if (link.association_type() == type && link.source_object() == document) return true;
  }
  for (const auto& [uuid, link] : model.associations) {
    if (link.association_type() == type && link.source_object() == document &&
        IsDeprecated(link) == deprecated) {
      return true;
    }
  }
  return false;
}

void JudgeReplacedOnce(const RegisterDocumentSetRequest& request, Faults& faults) {
  std::map<std::string, std::vector<std::string>> types;
  for (const auto& link : request.associations()) {
    if (IsReplacingType(link.association_type())) {
      types[link.target_object()].push_back(link.association_type());
    }
  }
  for (const auto& [target, all] : types) {
    if (all.size() < 2) continue;
    faults.Add({kMetadataError}, target + " is replaced twice");
  }
}

void JudgeRelationship(const RegistryModel& model, const RegisterDocumentSetRequest& request,
                       const Association& link, Faults& faults) {
  const std::string& type = link.association_type();
  const DocumentEntry* source = EntryOf(request, link.source_object());
  if (source == nullptr) {
    faults.Add({kUnresolved, kMetadataError}, "the source is no entry of the request");
    return;
  }
  const bool registry_only = IsReplacingType(type) || type == kIsSnapshotOf;
  const DocumentEntry* target = EntryOf(request, link.target_object());
  if (target != nullptr) {
    if (registry_only) {
      faults.Add({kUnresolved, kMetadataError}, "the target is in the request");
      return;
    }
    if (target == source) faults.AddOpen({kMetadataError}, "the document is related to itself");
  } else {
    const auto found = model.documents.find(link.target_object());
    if (found == model.documents.end()) {
      faults.Add({kUnresolved, kMetadataError}, "the target is no document");
      return;
    }
    target = &found->second;
    if (IsDeprecated(*target)) faults.Add({kDeprecated}, "the target is Deprecated");
  }
  if (!SamePatient(source->patient_id(), target->patient_id())) {
    faults.Add({kOtherPatient}, "the documents are of two patients");
  }
  if (type == kIsSnapshotOf &&
      (source->object_type() != metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE ||
       target->object_type() != metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND)) {
    faults.Add({kMetadataError}, "IsSnapshotOf is from a Stable to an On-Demand entry");
  }
  if (type == kAppend) {
    const std::string& uuid = link.target_object();
    if (IsSourceOf(model, request, uuid, kTransform, false)) {
      faults.Add({kMetadataError}, "an addendum to a transformation");
    } else if (IsSourceOf(model, request, uuid, kTransform, true) ||
               IsSourceOf(model, request, uuid, kTransformAndReplace, false) ||
               IsSourceOf(model, request, uuid, kTransformAndReplace, true)) {
      faults.AddOpen({kMetadataError}, "an addendum to what may count as a transformation");
    }
  }
}

}  // namespace

void JudgeLinks(const RegistryModel& model, const RegisterDocumentSetRequest& request,
                Faults& faults) {
  for (const auto& link : request.associations()) {
    if (link.has_previous_version()) faults.Add({kMetadataError}, "PreviousVersion");
    if (link.association_type() == kHasMember) {
      JudgeMembership(model, request, link, faults);
    } else if (IsRelationshipType(link.association_type())) {
      JudgeRelationship(model, request, link, faults);
    } else {
      faults.Add({kMetadataError}, "association of type " + link.association_type());
    }
  }
  JudgeSetHoldsAll(model, request, faults);
  JudgeReplacedOnce(request, faults);
}

}  // namespace docshare::tests
