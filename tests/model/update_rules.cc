#include "tests/model/update_rules.h"

#include <map>
#include <string>
#include <vector>

#include "domain/metadata/association_type.h"
#include "tests/model/model_register.h"
#include "tests/model/submission_form.h"

namespace docshare::tests {
namespace {

using metadata::v1::Association;
using metadata::v1::ASSOCIATION_PROPAGATION_NO;
using metadata::v1::AVAILABILITY_STATUS_APPROVED;
using metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
using metadata::v1::AVAILABILITY_STATUS_UNSPECIFIED;
using metadata::v1::AvailabilityStatus;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using registry::v1::RegisterDocumentSetRequest;

constexpr char kUpdateError[] = "XDSMetadataUpdateError";
constexpr char kOperationError[] = "XDSMetadataUpdateOperationError";
constexpr char kMetadataError[] = "XDSRegistryMetadataError";
constexpr char kUnresolved[] = "UnresolvedReferenceException";
constexpr char kVersionError[] = "XDSMetadataVersionError";
constexpr char kIdentifierError[] = "XDSMetadataIdentifierError";
constexpr char kUnmodifiable[] = "UnmodifiableMetadataError";

class UpdateRules {
 public:
  UpdateRules(const RegistryModel& model, const Step& step, Faults& faults)
      : model_(model),
        request_(step.submission),
        restricted_(step.kind == StepKind::kRestrictedUpdate),
        faults_(faults) {}

  void Run() {
    for (const auto& entry : request_.document_entries()) JudgeEntry(entry);
    for (const auto& folder : request_.folders()) JudgeFolder(folder);
    for (const auto& link : request_.associations()) JudgeLink(link);
    JudgeAgreement();
    JudgeSubmittedTouchUpdated();
    for (const auto& [uuid, times] : status_updates_) {
      if (times > 1) faults_.Add({kUpdateError, kOperationError}, "two status updates of " + uuid);
    }
    if (operations_ == 0)
      faults_.Add({kUpdateError, kOperationError, kMetadataError}, "no operation");
  }

 private:
  void NotForRestricted(const std::string& what) {
    ++operations_;
    if (!restricted_) return;
    faults_.Add(
        {"XDSObjectTypeError", kUnmodifiable, kOperationError, kUpdateError, kMetadataError},
        what + " in a restricted update");
  }

  // The HasMember that says which version is replaced. The fault of a missing one is added.
  const Association* TriggerOf(const std::string& id) {
    const Association* trigger = nullptr;
    for (const auto& link : request_.associations()) {
      if (link.association_type() != kHasMember || link.target_object() != id ||
          link.source_object() != request_.submission_set().entry_uuid()) {
        continue;
      }
      if (trigger != nullptr) faults_.Add({kOperationError, kMetadataError}, "two triggers");
      trigger = &link;
    }
    if (trigger == nullptr) {
      faults_.Add({kOperationError, kMetadataError}, "a new version without its trigger");
    } else if (!trigger->has_previous_version()) {
      faults_.Add({kOperationError, restricted_ ? "XDSMetadataAnnotationError" : kOperationError},
                  "PreviousVersion is missing");
      return nullptr;
    }
    return trigger;
  }

  template <typename Object>
  void JudgeVersion(const Object& object, const Object* current) {
    ++operations_;
    const Association* trigger = TriggerOf(object.entry_uuid());
    if (object.logical_id().empty() || object.logical_id() == object.entry_uuid()) {
      faults_.Add({"XDSInvalidRequestException", kUpdateError}, "an initial version");
      return;
    }
    if (++updates_[object.logical_id()] == 2) {
      faults_.Add({kUpdateError, kOperationError, "XDSRegistryDuplicateUniqueIdInMessage"},
                  "two updates of " + object.logical_id());
    }
    if (current == nullptr) {
      // The identifier of an object of another kind is a changed identifier as well.
      faults_.Add({kUnresolved, kVersionError, kIdentifierError},
                  "no object has the logicalID " + object.logical_id());
      return;
    }
    if (object.unique_id() != current->unique_id()) {
      faults_.Add({kIdentifierError}, "the uniqueId changed");
    }
    if (trigger == nullptr) return;
    if (trigger->previous_version() != current->version()) {
      faults_.Add({kVersionError}, "PreviousVersion is not the current one");
    }
    updated_[current->entry_uuid()] =
        trigger->association_propagation() != ASSOCIATION_PROPAGATION_NO;
  }

  void JudgeEntry(const DocumentEntry& entry) {
    const DocumentEntry* current = model_.NewestDocument(entry.logical_id());
    JudgeVersion(entry, current);
    if (current == nullptr) return;
    if (entry.object_type() != current->object_type()) {
      faults_.Add({kIdentifierError, kUnmodifiable}, "the objectType changed");
    }
    if (!restricted_) return;
    if (KeyOf(entry.source_patient_id()) != KeyOf(current->source_patient_id()) ||
        entry.document_availability() != current->document_availability() ||
        entry.repository_unique_id() != current->repository_unique_id()) {
      faults_.Add({kUnmodifiable}, "an attribute that is not to change");
    }
    if (!SamePatient(entry.patient_id(), current->patient_id())) {
      faults_.Add({"XDSPatientIDReconciliationError"}, "the patient changed");
    }
  }

  void JudgeFolder(const Folder& folder) {
    NotForRestricted("a folder");
    const Folder* current = model_.NewestFolder(folder.logical_id());
    JudgeVersion(folder, current);
    if (current != nullptr && IsDeprecated(*current)) {
      faults_.Add({kUnresolved, kUpdateError, kOperationError, kVersionError,
                   "XDSRegistryDeprecatedDocumentError"},
                  "the folder is Deprecated");
    }
  }

  void JudgeLink(const Association& link) {
    const std::string& type = link.association_type();
    const bool from_set = link.source_object() == request_.submission_set().entry_uuid();
    if (type == kUpdateAvailabilityStatus) {
      NotForRestricted("a status");
      if (!from_set) faults_.Add({kOperationError, kUpdateError}, "a status not from the set");
      JudgeStatus(link);
    } else if (type == kSubmitAssociation) {
      NotForRestricted("an association");
      if (!from_set) faults_.Add({kOperationError, kUpdateError}, "not submitted by the set");
      JudgeSubmitter(link);
    } else if (type == kHasMember && from_set) {
      if (!IsInRequest(link.target_object())) {
        faults_.Add({kOperationError, kUpdateError, kMetadataError, kUnresolved},
                    "HasMember to what is not in the request");
      }
    } else {
      JudgeSubmitted(link);
    }
  }

  bool IsInRequest(const std::string& id) const {
    for (const auto& entry : request_.document_entries()) {
      if (entry.entry_uuid() == id) return true;
    }
    for (const auto& folder : request_.folders()) {
      if (folder.entry_uuid() == id) return true;
    }
    return false;
  }

  // A new version begins with the status of the one before it.
  AvailabilityStatus StatusOfNewVersion(const std::string& id) const {
    for (const auto& entry : request_.document_entries()) {
      const DocumentEntry* before = model_.NewestDocument(entry.logical_id());
      if (entry.entry_uuid() == id && before != nullptr) return before->availability_status();
    }
    return AVAILABILITY_STATUS_APPROVED;
  }

  void JudgeStatus(const Association& trigger) {
    const AvailabilityStatus original = trigger.original_status();
    const AvailabilityStatus next = trigger.new_status();
    if (original == AVAILABILITY_STATUS_UNSPECIFIED || next == AVAILABILITY_STATUS_UNSPECIFIED) {
      faults_.Add({kOperationError, kUpdateError}, "OriginalStatus or NewStatus is missing");
      return;
    }
    const std::string& target = trigger.target_object();
    ++status_updates_[target];
    AvailabilityStatus current = AVAILABILITY_STATUS_APPROVED;
    if (IsInRequest(target)) {
      current = StatusOfNewVersion(target);
    } else if (const auto found = model_.documents.find(target); found != model_.documents.end()) {
      current = found->second.availability_status();
      if (!model_.IsNewest(found->second)) faults_.Add({kUpdateError}, "an older version");
    } else if (const auto at = model_.folders.find(target); at != model_.folders.end()) {
      current = at->second.availability_status();
      if (!model_.IsNewest(at->second)) faults_.Add({kUpdateError}, "an older version");
    } else if (const auto link = model_.associations.find(target);
               link != model_.associations.end()) {
      if (!model_.IsFolderMembership(link->second) && !model_.IsRelationship(link->second)) {
        faults_.Add({kUpdateError}, "an association of a submission set");
      }
      if (IsDeprecated(link->second)) current = AVAILABILITY_STATUS_DEPRECATED;
    } else if (model_.submission_sets.count(target) > 0) {
      faults_.Add({kUpdateError}, "the status of a submission set");
    } else {
      faults_.Add({kUnresolved}, target + " is unknown");
    }
    if (current != original) faults_.Add({kUpdateError}, "OriginalStatus is not the status");
    if (original == next) faults_.AddOpen({kUpdateError, kOperationError}, "no change of status");
  }

  void JudgeSubmitter(const Association& trigger) {
    for (const auto& link : request_.associations()) {
      if (link.entry_uuid() == trigger.target_object()) {
        if (!IsRelationshipType(link.association_type()) && link.association_type() != kHasMember) {
          faults_.Add({kMetadataError, kUpdateError, kOperationError}, "what is submitted");
        }
        return;
      }
    }
    faults_.Add({kUnresolved, kUpdateError, kOperationError}, "nothing is submitted");
  }

  void JudgeSubmitted(const Association& link) {
    int submitters = 0;
    for (const auto& trigger : request_.associations()) {
      if (trigger.association_type() == kSubmitAssociation &&
          trigger.target_object() == link.entry_uuid()) {
        ++submitters;
      }
    }
    if (submitters != 1) faults_.Add({kOperationError, kMetadataError}, "not submitted once");
    submitted_.push_back(&link);
    const auto document = [this](const std::string& uuid) {
      const auto found = model_.documents.find(uuid);
      return found == model_.documents.end() ? nullptr : &found->second;
    };
    const DocumentEntry* target = document(link.target_object());
    const DocumentEntry* source = document(link.source_object());
    const auto folder = model_.folders.find(link.source_object());
    const bool in_folder = folder != model_.folders.end();
    if (target == nullptr || (source == nullptr && !in_folder)) {
      faults_.Add({kUpdateError, kUnresolved, kMetadataError, kOperationError},
                  "an end that is not there");
      return;
    }
    const bool deprecated = IsDeprecated(*target) || (source != nullptr && IsDeprecated(*source)) ||
                            (in_folder && IsDeprecated(folder->second));
    if (deprecated) {
      faults_.Add({kUpdateError, "XDSRegistryDeprecatedDocumentError"}, "an end is Deprecated");
    }
    for (const auto& [uuid, other] : model_.associations) {
      if (!IsDeprecated(other) && other.association_type() == link.association_type() &&
          other.source_object() == link.source_object() &&
          other.target_object() == link.target_object()) {
        faults_.AddOpen({kUpdateError}, "the same link is there");
      }
    }
    const std::string& type = link.association_type();
    const bool fits = in_folder ? type == kHasMember : IsRelationshipType(type);
    if (!fits) faults_.Add({kMetadataError, kUpdateError}, "the type does not fit");
    if (type == kIsSnapshotOf && source != nullptr &&
        (source->object_type() != metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE ||
         target->object_type() != metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND)) {
      faults_.Add({kUpdateError, kMetadataError}, "IsSnapshotOf between the wrong types");
    }
  }

  // Updates of objects that are linked must treat the links alike.
  void JudgeAgreement() {
    for (const auto& [uuid, link] : model_.associations) {
      if (IsDeprecated(link) || !(model_.IsRelationship(link) || model_.IsFolderMembership(link))) {
        continue;
      }
      const auto source = updated_.find(link.source_object());
      const auto target = updated_.find(link.target_object());
      if (source == updated_.end() || target == updated_.end()) continue;
      if (source->second != target->second) {
        faults_.Add({kUpdateError}, "linked updates differ in AssociationPropagation");
      }
    }
  }

  void JudgeSubmittedTouchUpdated() {
    for (const Association* link : submitted_) {
      for (const std::string& end : {link->source_object(), link->target_object()}) {
        const auto found = updated_.find(end);
        if (found != updated_.end() && found->second) {
          faults_.Add({kOperationError, kUpdateError}, "an association to what is updated");
        }
      }
    }
  }

  const RegistryModel& model_;
  const RegisterDocumentSetRequest& request_;
  const bool restricted_;
  Faults& faults_;
  int operations_ = 0;
  // By logicalID.
  std::map<std::string, int> updates_;
  // By entryUUID of the version before: whether its links are propagated.
  std::map<std::string, bool> updated_;
  // By target.
  std::map<std::string, int> status_updates_;
  std::vector<const Association*> submitted_;
};

}  // namespace

void JudgeUpdateRules(const RegistryModel& model, const Step& step, Faults& faults) {
  JudgeSubmissionForm(step, faults);
  JudgeIdentity(model, step.submission, faults);
  UpdateRules(model, step, faults).Run();
}

}  // namespace docshare::tests
