#include "registry/update/submitted_associations.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "domain/metadata/association_type.h"
#include "domain/metadata/rules/location.h"
#include "registry/objects/object_facts.h"
#include "registry/objects/stored_association.h"

namespace docshare::registry {
namespace {

using metadata::v1::Association;
using storage::v1::OBJECT_KIND_DOCUMENT_ENTRY;
using storage::v1::OBJECT_KIND_FOLDER;

// Why a link of this type may not lead from one object to another; empty when it may.
absl::string_view WhyMisfit(absl::string_view type, const ObjectFacts& source,
                            const ObjectFacts& target) {
  if (target.kind != OBJECT_KIND_DOCUMENT_ENTRY) return "its target is no document entry";
  if (type == kHasMember) {
    return source.kind == OBJECT_KIND_FOLDER ? "" : "its source is no folder";
  }
  if (source.kind != OBJECT_KIND_DOCUMENT_ENTRY) return "its source is no document entry";
  if (type == kIsSnapshotOf && (source.type != metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE ||
                                target.type != metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND)) {
    return "a snapshot is a stable entry, and what it is a snapshot of is on-demand";
  }
  return "";
}

class AssociationSubmitter {
 public:
  AssociationSubmitter(const UpdateContent& content,
                       const absl::flat_hash_set<EntryUuid>& propagating, ObjectEditor& editor,
                       std::vector<ObjectToReconcile>& to_reconcile, RegistryErrors& errors)
      : content_(content),
        propagating_(propagating),
        editor_(editor),
        to_reconcile_(to_reconcile),
        errors_(errors) {}

  absl::Status Submit(const UpdateOperations::SubmittedAssociation& submitted) {
    const Association& association = content_.associations[submitted.association];
    const Location location = AssociationLocation(submitted.association);
    auto placed = PlaceAssociation(association);
    if (!placed.ok()) return placed.status();
    const int faults_before = errors_.list().errors_size();
    auto source = CheckEnd(placed->source, location, "source_object");
    if (!source.ok()) return source.status();
    auto target = CheckEnd(placed->target, location, "target_object");
    if (!target.ok()) return target.status();
    if (errors_.list().errors_size() != faults_before) return absl::OkStatus();

    if (placed->source == placed->target) {
      Refuse(location.Field("target_object"), association, "it is the source_object too");
      return absl::OkStatus();
    }
    const absl::string_view misfit = WhyMisfit(association.association_type(), *source, *target);
    if (!misfit.empty()) {
      Refuse(location.Field("association_type"), association, misfit);
      return absl::OkStatus();
    }
    to_reconcile_.push_back({placed->uuid, location.ToString()});
    return Store(submitted, *placed, *source);
  }

 private:
  void Refuse(const Location& location, const Association& association, absl::string_view context) {
    errors_.Add(XdsErrorCode::kMetadataUpdate, location.ToString(),
                absl::StrCat(association.entry_uuid(), ", ", association.association_type(),
                             ", cannot be submitted: ", context));
  }

  // Facts of an end; without meaning when a fault was added.
  absl::StatusOr<ObjectFacts> CheckEnd(const EntryUuid& end, const Location& association,
                                       absl::string_view field) {
    const std::string location = association.Field(field).ToString();
    auto facts = ReadObjectFacts(editor_.now(), end);
    if (!facts.ok()) return facts.status();
    if (!facts->has_value()) {
      errors_.Add(XdsErrorCode::kMetadataUpdate, location,
                  absl::StrCat(end.ToString(), " is not in the registry"));
      return ObjectFacts{};
    }
    if (propagating_.contains(end)) {
      errors_.Add(XdsErrorCode::kMetadataUpdateOperation, location,
                  absl::StrCat(end.ToString(),
                               " is updated here and takes over links by itself; associations are "
                               "submitted for it with association_propagation no only"));
    } else if (!(*facts)->is_approved()) {
      errors_.Add(XdsErrorCode::kMetadataUpdate, location,
                  absl::StrCat(end.ToString(), " is Deprecated"));
    }
    return **facts;
  }

  absl::Status Store(const UpdateOperations::SubmittedAssociation& submitted,
                     const StoredAssociation& link, const ObjectFacts& source) {
    absl::Status status = editor_.AddAssociation(link.association);
    if (!status.ok() || source.kind != OBJECT_KIND_FOLDER) return status;
    Association member;
    member.set_entry_uuid(content_.associations[submitted.trigger].entry_uuid());
    member.set_association_type(kHasMember);
    member.set_source_object(content_.submission_set.entry_uuid());
    member.set_target_object(link.association.entry_uuid());
    *member.mutable_extra_slots() = content_.associations[submitted.trigger].extra_slots();
    status = editor_.AddAssociation(std::move(member));
    if (status.ok()) status = editor_.TouchFolder(link.source);
    return status;
  }

  const UpdateContent& content_;
  const absl::flat_hash_set<EntryUuid>& propagating_;
  ObjectEditor& editor_;
  std::vector<ObjectToReconcile>& to_reconcile_;
  RegistryErrors& errors_;
};

}  // namespace

absl::Status SubmitAssociations(const UpdateContent& content, const UpdateOperations& operations,
                                const absl::flat_hash_set<EntryUuid>& propagating,
                                ObjectEditor& editor, std::vector<ObjectToReconcile>& to_reconcile,
                                RegistryErrors& errors) {
  AssociationSubmitter submitter(content, propagating, editor, to_reconcile, errors);
  for (const UpdateOperations::SubmittedAssociation& submitted :
       operations.submitted_associations) {
    if (errors.full()) break;
    if (absl::Status status = submitter.Submit(submitted); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace docshare::registry
