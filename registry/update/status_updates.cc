#include "registry/update/status_updates.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/rules/location.h"
#include "registry/objects/object_facts.h"
#include "registry/objects/stored_association.h"

namespace docshare::registry {
namespace {

using metadata::v1::Association;

class StatusUpdater {
 public:
  StatusUpdater(const UpdateContent& content, ObjectEditor& editor,
                std::vector<ObjectToReconcile>& to_reconcile, RegistryErrors& errors)
      : content_(content), editor_(editor), to_reconcile_(to_reconcile), errors_(errors) {}

  absl::Status Update(int trigger) {
    const Association& association = content_.associations[trigger];
    const Location location = AssociationLocation(trigger);
    auto target = EntryUuid::Parse(association.target_object());
    if (!target.ok()) return target.status();
    auto facts = ReadObjectFacts(editor_.now(), *target);
    if (!facts.ok()) return facts.status();
    if (!facts->has_value()) {
      errors_.Add(XdsErrorCode::kUnresolvedReference, location.Field("target_object").ToString(),
                  absl::StrCat(target->ToString(), " is not in the registry"));
      return absl::OkStatus();
    }
    auto may_change = CheckTarget(association, *target, **facts, location);
    if (!may_change.ok()) return may_change.status();
    if (!*may_change) return absl::OkStatus();
    return Change(association, *target, (*facts)->kind, location);
  }

 private:
  void Refuse(const Location& location, absl::string_view context) {
    errors_.Add(XdsErrorCode::kMetadataUpdate, location.ToString(), context);
  }

  absl::StatusOr<bool> CheckTarget(const Association& trigger, const EntryUuid& target,
                                   const ObjectFacts& facts, const Location& location) {
    if (facts.kind == storage::v1::OBJECT_KIND_SUBMISSION_SET) {
      Refuse(location.Field("target_object"),
             absl::StrCat(target.ToString(), " is a submission set; its status never changes"));
      return false;
    }
    if (facts.kind == storage::v1::OBJECT_KIND_ASSOCIATION) {
      auto is_of_set = IsOfSubmissionSet(target);
      if (!is_of_set.ok()) return is_of_set.status();
      if (*is_of_set) {
        Refuse(location.Field("target_object"),
               absl::StrCat(target.ToString(),
                            " is an association of a submission set; its status never changes"));
        return false;
      }
    }
    if (!facts.is_newest_version) {
      Refuse(location.Field("target_object"),
             absl::StrCat(target.ToString(), " is not the newest version of its object"));
      return false;
    }
    if (facts.status != trigger.original_status()) {
      Refuse(location.Field("original_status"),
             absl::StrCat(target.ToString(), " is ",
                          facts.is_approved() ? "Approved" : "Deprecated", " now"));
      return false;
    }
    return true;
  }

  absl::StatusOr<bool> IsOfSubmissionSet(const EntryUuid& association) {
    auto stored = ReadAssociation(editor_.now(), association);
    if (!stored.ok()) return stored.status();
    if (!stored->has_value()) return absl::DataLossError("an indexed association is missing");
    auto source = ReadObjectFacts(editor_.now(), (*stored)->source);
    if (!source.ok()) return source.status();
    return source->has_value() && (*source)->kind == storage::v1::OBJECT_KIND_SUBMISSION_SET;
  }

  absl::Status Change(const Association& trigger, const EntryUuid& target,
                      storage::v1::ObjectKind kind, const Location& location) {
    const auto status = trigger.new_status();
    if (status == metadata::v1::AVAILABILITY_STATUS_APPROVED) {
      to_reconcile_.push_back({target, location.Field("new_status").ToString()});
    }
    switch (kind) {
      case storage::v1::OBJECT_KIND_DOCUMENT_ENTRY:
        return editor_.SetDocumentStatus(target, status);
      case storage::v1::OBJECT_KIND_FOLDER:
        return editor_.SetFolderStatus(target, status);
      default:
        break;
    }
    absl::Status changed = editor_.SetAssociationStatus(target, status);
    if (changed.ok()) changed = TouchFolderOf(target);
    return changed;
  }

  absl::Status TouchFolderOf(const EntryUuid& association) {
    auto stored = ReadAssociation(editor_.now(), association);
    if (!stored.ok()) return stored.status();
    if (!stored->has_value()) return absl::DataLossError("an indexed association is missing");
    if ((*stored)->association.association_type() != kHasMember) return absl::OkStatus();
    return editor_.TouchFolder((*stored)->source);
  }

  const UpdateContent& content_;
  ObjectEditor& editor_;
  std::vector<ObjectToReconcile>& to_reconcile_;
  RegistryErrors& errors_;
};

}  // namespace

absl::Status UpdateStatuses(const UpdateContent& content, const UpdateOperations& operations,
                            ObjectEditor& editor, std::vector<ObjectToReconcile>& to_reconcile,
                            RegistryErrors& errors) {
  StatusUpdater updater(content, editor, to_reconcile, errors);
  for (const int trigger : operations.status_updates) {
    if (errors.full()) break;
    if (absl::Status status = updater.Update(trigger); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace docshare::registry
