#include "registry/update/update_operations.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/rules/location.h"
#include "domain/text/quoted_value.h"

namespace docshare::registry {
namespace {

using metadata::v1::Association;
using metadata::v1::AvailabilityStatus;

enum class Kind { kSubmissionSet, kDocumentEntry, kFolder, kAssociation };

struct Object {
  Kind kind;
  int index;
};

bool IsStatus(AvailabilityStatus status) {
  return status == metadata::v1::AVAILABILITY_STATUS_APPROVED ||
         status == metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
}

bool IsPropagation(metadata::v1::AssociationPropagation propagation) {
  return metadata::v1::AssociationPropagation_IsValid(propagation);
}

class UpdateDecoder {
 public:
  UpdateDecoder(const UpdateContent& content, UpdateScope scope, RegistryErrors& errors)
      : content_(content),
        is_restricted_(scope == UpdateScope::kRestricted),
        errors_(errors),
        triggers_of_entry_(content.document_entries.size(), 0),
        triggers_of_folder_(content.folders.size(), 0),
        triggers_of_association_(content.associations.size(), 0) {
    Index(content.submission_set.entry_uuid(), {Kind::kSubmissionSet, 0});
    for (int i = 0; i < content.document_entries.size(); ++i) {
      Index(content.document_entries[i].entry_uuid(), {Kind::kDocumentEntry, i});
    }
    for (int i = 0; i < content.folders.size(); ++i) {
      Index(content.folders[i].entry_uuid(), {Kind::kFolder, i});
    }
    for (int i = 0; i < content.associations.size(); ++i) {
      Index(content.associations[i].entry_uuid(), {Kind::kAssociation, i});
    }
  }

  UpdateOperations Decode() {
    if (!content_.has_submission_set) {
      errors_.Add(XdsErrorCode::kMetadataUpdate, SubmissionSetLocation().ToString(),
                  "an update has exactly one submission set; there is none");
    }
    if (is_restricted_) RefuseFolders();
    for (int i = 0; i < content_.associations.size() && !errors_.full(); ++i) DecodeAssociation(i);
    CheckTriggerCounts();
    CheckVersions();
    return std::move(operations_);
  }

 private:
  void Index(absl::string_view id, Object object) {
    if (!id.empty()) objects_.try_emplace(id, object);
  }

  absl::optional<Object> Find(absl::string_view id) const {
    const auto found = objects_.find(id);
    if (found == objects_.end()) return absl::nullopt;
    return found->second;
  }

  void Refuse(XdsErrorCode code, int association, absl::string_view field,
              absl::string_view context) {
    const Location location = AssociationLocation(association);
    errors_.Add(code, (field.empty() ? location : location.Field(field)).ToString(), context);
  }

  void RefuseFolders() {
    for (int i = 0; i < content_.folders.size() && !errors_.full(); ++i) {
      errors_.Add(XdsErrorCode::kObjectType, FolderLocation(i).ToString(),
                  "a restricted update changes document entries only; folders are for "
                  "UpdateDocumentSet (ITI-57)");
    }
  }

  bool StartsAtSubmissionSet(const Association& association) const {
    return content_.has_submission_set && !association.source_object().empty() &&
           association.source_object() == content_.submission_set.entry_uuid();
  }

  // Whether the submission set has it for itself, so that it cannot be the object of a change.
  bool IsOfSubmissionSet(const Association& association) const {
    return StartsAtSubmissionSet(association) || IsUpdateTrigger(association.association_type());
  }

  void DecodeAssociation(int i) {
    const Association& association = content_.associations[i];
    const std::string& type = association.association_type();
    if (type == kUpdateAvailabilityStatus) {
      DecodeStatusUpdate(association, i);
    } else if (type == kSubmitAssociation) {
      DecodeSubmission(association, i);
    } else if (type == kHasMember && StartsAtSubmissionSet(association)) {
      DecodeNewVersion(association, i);
    } else {
      WantNoVersionAttributes(association, i);
      WantNoStatusAttributes(association, i);
    }
  }

  void WantNoVersionAttributes(const Association& association, int i) {
    if (association.has_previous_version()) {
      Refuse(XdsErrorCode::kMetadataUpdateOperation, i, "previous_version",
             "only HasMember from the submission set to a new version has a previous_version");
    }
    if (association.association_propagation() !=
        metadata::v1::ASSOCIATION_PROPAGATION_UNSPECIFIED) {
      Refuse(XdsErrorCode::kMetadataUpdateOperation, i, "association_propagation",
             "association_propagation goes with previous_version, on HasMember from the "
             "submission set to a new version");
    }
  }

  void WantNoStatusAttributes(const Association& association, int i) {
    if (association.original_status() != metadata::v1::AVAILABILITY_STATUS_UNSPECIFIED) {
      Refuse(XdsErrorCode::kMetadataUpdateOperation, i, "original_status",
             "only UpdateAvailabilityStatus has an original_status");
    }
    if (association.new_status() != metadata::v1::AVAILABILITY_STATUS_UNSPECIFIED) {
      Refuse(XdsErrorCode::kMetadataUpdateOperation, i, "new_status",
             "only UpdateAvailabilityStatus has a new_status");
    }
  }

  void DecodeNewVersion(const Association& association, int i) {
    WantNoStatusAttributes(association, i);
    const auto target = Find(association.target_object());
    const bool is_entry = target && target->kind == Kind::kDocumentEntry;
    if (!is_entry && (!target || target->kind != Kind::kFolder)) {
      // A symbolic id that names nothing is reported by the stateless rules.
      if (!target && !EntryUuid::Parse(association.target_object()).ok()) return;
      Refuse(XdsErrorCode::kMetadataUpdateOperation, i, "target_object",
             absl::StrCat("HasMember leads from the submission set to ",
                          Quote(association.target_object()),
                          ", which is no document entry and no folder of this update; nothing is "
                          "updated by it"));
      return;
    }
    ++(is_entry ? triggers_of_entry_ : triggers_of_folder_)[target->index];
    if (!association.has_previous_version() || association.previous_version() == 0) {
      Refuse(is_restricted_ ? XdsErrorCode::kMetadataAnnotation
                            : XdsErrorCode::kMetadataUpdateOperation,
             i, "previous_version", "the version that is replaced, a number from 1 on, is missing");
    }
    if (!IsPropagation(association.association_propagation())) {
      Refuse(XdsErrorCode::kMetadataUpdateOperation, i, "association_propagation",
             "it is neither yes nor no");
    }
    operations_.new_versions.push_back({!is_entry, target->index, i});
  }

  void WantSubmissionSetAsSource(const Association& association, int i) {
    if (StartsAtSubmissionSet(association)) return;
    Refuse(
        is_restricted_ ? XdsErrorCode::kMetadataAnnotation : XdsErrorCode::kMetadataUpdateOperation,
        i, "source_object",
        absl::StrCat("a trigger starts at the submission set, not at ",
                     Quote(association.source_object())));
  }

  void DecodeStatusUpdate(const Association& association, int i) {
    if (is_restricted_) {
      Refuse(XdsErrorCode::kUnmodifiableMetadata, i, "association_type",
             "a restricted update does not change availabilityStatus");
      return;
    }
    WantSubmissionSetAsSource(association, i);
    WantNoVersionAttributes(association, i);
    if (!IsStatus(association.original_status())) {
      Refuse(XdsErrorCode::kMetadataUpdateOperation, i, "original_status",
             "it is neither Approved nor Deprecated");
    }
    if (!IsStatus(association.new_status())) {
      Refuse(XdsErrorCode::kMetadataUpdateOperation, i, "new_status",
             "it is neither Approved nor Deprecated");
    } else if (association.new_status() == association.original_status()) {
      Refuse(XdsErrorCode::kMetadataUpdateOperation, i, "new_status",
             "it is the original_status: nothing is changed by it");
    }
    const auto target = Find(association.target_object());
    if (target && (target->kind == Kind::kSubmissionSet ||
                   (target->kind == Kind::kAssociation &&
                    IsOfSubmissionSet(content_.associations[target->index])))) {
      Refuse(XdsErrorCode::kMetadataUpdate, i, "target_object",
             absl::StrCat(Quote(association.target_object()),
                          " is a submission set or an association of one; their status never "
                          "changes"));
      return;
    }
    if (!status_targets_.insert(association.target_object()).second) {
      Refuse(XdsErrorCode::kMetadataUpdate, i, "target_object",
             absl::StrCat("the status of ", Quote(association.target_object()),
                          " is changed twice by this update"));
      return;
    }
    operations_.status_updates.push_back(i);
  }

  void DecodeSubmission(const Association& association, int i) {
    if (is_restricted_) {
      Refuse(XdsErrorCode::kObjectType, i, "association_type",
             "a restricted update changes document entries only; associations are for "
             "UpdateDocumentSet (ITI-57)");
      return;
    }
    WantSubmissionSetAsSource(association, i);
    WantNoVersionAttributes(association, i);
    WantNoStatusAttributes(association, i);
    const auto target = Find(association.target_object());
    if (!target || target->kind != Kind::kAssociation ||
        IsOfSubmissionSet(content_.associations[target->index])) {
      Refuse(XdsErrorCode::kMetadataUpdateOperation, i, "target_object",
             absl::StrCat(Quote(association.target_object()),
                          " is no association of this update that could be submitted"));
      return;
    }
    ++triggers_of_association_[target->index];
    operations_.submitted_associations.push_back({target->index, i});
  }

  void CheckTriggerCounts() {
    for (int i = 0; i < content_.document_entries.size() && !errors_.full(); ++i) {
      WantOneTrigger(triggers_of_entry_[i], EntryLocation(i),
                     content_.document_entries[i].entry_uuid());
    }
    for (int i = 0; i < content_.folders.size() && !errors_.full() && !is_restricted_; ++i) {
      WantOneTrigger(triggers_of_folder_[i], FolderLocation(i), content_.folders[i].entry_uuid());
    }
    for (int i = 0; i < content_.associations.size() && !errors_.full(); ++i) {
      const Association& association = content_.associations[i];
      if (IsOfSubmissionSet(association)) continue;
      WantOneTrigger(triggers_of_association_[i], AssociationLocation(i), association.entry_uuid());
    }
  }

  void WantOneTrigger(int triggers, const Location& location, absl::string_view id) {
    if (triggers == 1) return;
    errors_.Add(XdsErrorCode::kMetadataUpdateOperation, location.ToString(),
                absl::StrCat(Quote(id), " is the target of ", triggers,
                             " triggers of the submission set; exactly one says what is to be "
                             "done with it"));
  }

  void CheckVersions() {
    for (int i = 0; i < content_.document_entries.size() && !errors_.full(); ++i) {
      const auto& entry = content_.document_entries[i];
      CheckVersion(entry.entry_uuid(), entry.logical_id(), false, EntryLocation(i));
    }
    for (int i = 0; i < content_.folders.size() && !errors_.full() && !is_restricted_; ++i) {
      const auto& folder = content_.folders[i];
      CheckVersion(folder.entry_uuid(), folder.logical_id(), true, FolderLocation(i));
    }
  }

  void CheckVersion(const std::string& entry_uuid, const std::string& logical_id, bool is_folder,
                    const Location& object) {
    const std::string location = object.Field("logical_id").ToString();
    if (!EntryUuid::Parse(logical_id).ok() || logical_id == entry_uuid) {
      const std::string context =
          absl::StrCat(Quote(entry_uuid), " has the logicalID ", Quote(logical_id),
                       "; in an update it is the UUID of a registered object, other than its own. "
                       "First versions come by registration");
      errors_.Add(XdsErrorCode::kInvalidRequest, location, context);
      if (is_folder) errors_.Add(XdsErrorCode::kMetadataUpdate, location, context);
      return;
    }
    if (!logical_ids_.insert(logical_id).second) {
      errors_.Add(XdsErrorCode::kMetadataUpdate, location,
                  absl::StrCat("two new versions of ", logical_id, " in one update; the second is ",
                               Quote(entry_uuid)));
    }
  }

  const UpdateContent& content_;
  const bool is_restricted_;
  RegistryErrors& errors_;
  UpdateOperations operations_;
  // These point into the submission.
  absl::flat_hash_map<absl::string_view, Object> objects_;
  absl::flat_hash_set<absl::string_view> status_targets_;
  absl::flat_hash_set<absl::string_view> logical_ids_;
  // How many triggers lead to each object.
  std::vector<int> triggers_of_entry_;
  std::vector<int> triggers_of_folder_;
  std::vector<int> triggers_of_association_;
};

}  // namespace

UpdateContent::UpdateContent(const v1::RegisterDocumentSetRequest& request)
    : has_submission_set(request.has_submission_set()),
      submission_set(request.submission_set()),
      document_entries(request.document_entries()),
      folders(request.folders()),
      associations(request.associations()) {}

UpdateContent::UpdateContent(const storage::v1::RegisterDocumentSetCommand& command)
    : has_submission_set(command.has_submission_set()),
      submission_set(command.submission_set()),
      document_entries(command.document_entries()),
      folders(command.folders()),
      associations(command.associations()) {}

UpdateOperations DecodeUpdate(const UpdateContent& content, UpdateScope scope,
                              RegistryErrors& errors) {
  return UpdateDecoder(content, scope, errors).Decode();
}

}  // namespace docshare::registry
