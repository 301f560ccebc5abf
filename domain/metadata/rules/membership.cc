#include "domain/metadata/rules/membership.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/rules/location.h"
#include "domain/metadata/rules/submission_objects.h"
#include "domain/text/quoted_value.h"

namespace docshare {
namespace {

using metadata::v1::Association;
using metadata::v1::SUBMISSION_SET_STATUS_ORIGINAL;
using metadata::v1::SUBMISSION_SET_STATUS_REFERENCE;
using metadata::v1::SUBMISSION_SET_STATUS_UNSPECIFIED;
using registry::v1::RegisterDocumentSetRequest;
using Kind = SubmissionObjects::Kind;
using Object = SubmissionObjects::Object;

class MembershipCheck {
 public:
  MembershipCheck(const RegisterDocumentSetRequest& request, Transaction transaction,
                  RegistryErrors& errors)
      : request_(request),
        is_update_(transaction == Transaction::kUpdateDocumentSet),
        errors_(errors),
        objects_(request),
        of_entry_(request.document_entries_size(), 0),
        of_folder_(request.folders_size(), 0),
        of_association_(request.associations_size(), 0),
        is_folder_member_(request.associations_size(), false) {}

  void Run() {
    for (int i = 0; i < request_.associations_size() && !errors_.full(); ++i) {
      const Association& association = request_.associations(i);
      const std::string& type = association.association_type();
      if (type == kHasMember) CheckHasMember(association, i);
      // An unknown type is reported by CheckAssociationTypes().
      if (IsRelationship(type) || IsUpdateTrigger(type)) WantNoStatus(association, i);
      if (is_update_ && type == kSubmitAssociation) CountLinkTo(association);
    }
    CheckCounts();
  }

 private:
  void Refuse(int association, absl::string_view field, absl::string_view context,
              XdsErrorCode code = XdsErrorCode::kRegistryMetadataError) {
    errors_.Add(code, AssociationLocation(association).Field(field).ToString(), context);
  }

  void WantNoStatus(const Association& association, int i) {
    if (association.submission_set_status() == SUBMISSION_SET_STATUS_UNSPECIFIED) return;
    Refuse(i, "submission_set_status",
           "only HasMember from the submission set to a document entry is Original or Reference");
  }

  void CheckHasMember(const Association& association, int i) {
    if (association.has_documentation()) {
      Refuse(i, "documentation", "HasMember has no documentation code");
    }
    const auto source = objects_.Find(association.source_object());
    if (source && source->kind == Kind::kSubmissionSet) {
      CheckOfSubmissionSet(association, i);
    } else if (source && source->kind != Kind::kFolder) {
      Refuse(i, "source_object",
             absl::StrCat("HasMember starts at ", Quote(association.source_object()),
                          ", which is neither the submission set nor a folder"));
    } else if (source || EntryUuid::Parse(association.source_object()).ok()) {
      CheckOfFolder(association, i);
    }
    // Other sources are empty, malformed or unresolved: reported by CheckReferences().
  }

  void CheckOfSubmissionSet(const Association& association, int i) {
    const auto target = objects_.Find(association.target_object());
    if (!target) {
      if (EntryUuid::Parse(association.target_object()).ok()) CheckReference(association, i);
      return;
    }
    switch (target->kind) {
      case Kind::kDocumentEntry:
        CheckOriginal(association, i, target->index);
        return;
      case Kind::kFolder:
        // Administrators are seen to send Original for a new version of a folder too.
        if (!is_update_ || association.submission_set_status() != SUBMISSION_SET_STATUS_ORIGINAL) {
          WantNoStatus(association, i);
        }
        ++of_folder_[target->index];
        return;
      case Kind::kAssociation:
        if (request_.associations(target->index).association_type() == kHasMember &&
            !StartsAtSubmissionSet(request_.associations(target->index))) {
          WantNoStatus(association, i);
          ++of_association_[target->index];
          return;
        }
        break;
      case Kind::kSubmissionSet:
        break;
    }
    Refuse(i, "target_object",
           absl::StrCat("HasMember leads from the submission set to ",
                        Quote(association.target_object()),
                        ", which is neither a document entry, a folder nor a folder's HasMember"));
  }

  // Requires a target that is a UUID and no object of the request.
  void CheckReference(const Association& association, int i) {
    const std::string& target = association.target_object();
    if (association.submission_set_status() == SUBMISSION_SET_STATUS_ORIGINAL) {
      Refuse(i, "target_object",
             absl::StrCat(Quote(target), " is Original and no document entry of this submission"),
             XdsErrorCode::kUnresolvedReference);
    } else if (association.submission_set_status() != SUBMISSION_SET_STATUS_REFERENCE) {
      Refuse(i, "submission_set_status",
             absl::StrCat("it is neither Original nor Reference, and ", Quote(target),
                          " is no folder or folder's HasMember of this submission"));
    }
  }

  void CheckOriginal(const Association& association, int i, int entry) {
    if (association.submission_set_status() == SUBMISSION_SET_STATUS_ORIGINAL) {
      ++of_entry_[entry];
    } else if (association.submission_set_status() == SUBMISSION_SET_STATUS_REFERENCE) {
      Refuse(i, "submission_set_status",
             absl::StrCat("Reference is for documents registered before; ",
                          Quote(association.target_object()),
                          " is an entry of this submission and needs Original"));
    } else {
      Refuse(i, "submission_set_status", "it is neither Original nor Reference");
    }
  }

  // Requires a source that is a folder of the request or a UUID.
  void CheckOfFolder(const Association& association, int i) {
    const auto target = objects_.Find(association.target_object());
    if (target && target->kind != Kind::kDocumentEntry) {
      Refuse(i, "target_object",
             absl::StrCat("HasMember leads from a folder to ", Quote(association.target_object()),
                          ", which is no document entry; folders hold nothing else"));
      return;
    }
    WantNoStatus(association, i);
    is_folder_member_[i] = true;
  }

  bool StartsAtSubmissionSet(const Association& association) const {
    const auto source = objects_.Find(association.source_object());
    return source && source->kind == Kind::kSubmissionSet;
  }

  void CountLinkTo(const Association& trigger) {
    const auto target = objects_.Find(trigger.target_object());
    if (target && target->kind == Kind::kAssociation) ++of_association_[target->index];
  }

  // Whether an object of the request is found by its id. One whose id is missing or not unique is
  // reported by CheckObjectIds().
  bool IsFirstOfItsId(absl::string_view id, Kind kind, int index) const {
    const auto object = objects_.Find(id);
    return object && object->kind == kind && object->index == index;
  }

  void CheckCounts() {
    for (int i = 0; i < request_.document_entries_size() && !errors_.full(); ++i) {
      const std::string& id = request_.document_entries(i).entry_uuid();
      if (of_entry_[i] == 1 || !IsFirstOfItsId(id, Kind::kDocumentEntry, i)) continue;
      errors_.Add(XdsErrorCode::kRegistryMetadataError, EntryLocation(i).ToString(),
                  absl::StrCat("entry ", Quote(id), " is the target of ", of_entry_[i],
                               " HasMember associations with Original; exactly one is needed"));
    }
    for (int i = 0; i < request_.folders_size() && !errors_.full(); ++i) {
      const std::string& id = request_.folders(i).entry_uuid();
      if (of_folder_[i] == 1 || !IsFirstOfItsId(id, Kind::kFolder, i)) continue;
      errors_.Add(XdsErrorCode::kRegistryMetadataError, FolderLocation(i).ToString(),
                  absl::StrCat("folder ", Quote(id), " is the target of ", of_folder_[i],
                               " HasMember associations from the submission set; exactly one is "
                               "needed"));
    }
    for (int i = 0; i < request_.associations_size() && !errors_.full(); ++i) {
      const std::string& id = request_.associations(i).entry_uuid();
      if (!is_folder_member_[i] || of_association_[i] == 1) continue;
      if (!id.empty() && !IsFirstOfItsId(id, Kind::kAssociation, i)) continue;
      errors_.Add(XdsErrorCode::kRegistryMetadataError, AssociationLocation(i).ToString(),
                  absl::StrCat("a folder's HasMember, ", Quote(id), ", is the target of ",
                               of_association_[i],
                               " HasMember associations from the submission set; exactly one is "
                               "needed"));
    }
  }

  const RegisterDocumentSetRequest& request_;
  const bool is_update_;
  RegistryErrors& errors_;
  const SubmissionObjects objects_;
  // How often each object is the target of what the submission set needs to have to it.
  std::vector<int> of_entry_;
  std::vector<int> of_folder_;
  std::vector<int> of_association_;
  std::vector<bool> is_folder_member_;
};

}  // namespace

void CheckMembership(const RegisterDocumentSetRequest& request, Transaction transaction,
                     RegistryErrors& errors) {
  MembershipCheck(request, transaction, errors).Run();
}

}  // namespace docshare
