#include "registry/update/version_links.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/metadata/association_type.h"
#include "registry/objects/object_facts.h"
#include "registry/objects/stored_association.h"

namespace docshare::registry {
namespace {

using metadata::v1::Association;

// Names of what an update makes by itself.
constexpr absl::string_view kLinkName = "propagated\x1f";
constexpr absl::string_view kMemberName = "member\x1f";

class LinkPropagation {
 public:
  LinkPropagation(const std::vector<NewVersionLink>& versions, const LinkingSubmission& submission,
                  AcrossPatients across_patients, ObjectEditor& editor, RegistryErrors& errors)
      : versions_(versions),
        submission_(submission),
        across_patients_(across_patients),
        editor_(editor),
        errors_(errors) {
    for (const NewVersionLink& version : versions) by_before_.emplace(version.before, &version);
  }

  absl::StatusOr<PropagatedLinks> Run() {
    for (const NewVersionLink& version : versions_) {
      for (const AssociationEnd end : {AssociationEnd::kSource, AssociationEnd::kTarget}) {
        auto links = AssociationsAt(editor_.now(), version.before, end);
        if (!links.ok()) return links.status();
        for (const StoredAssociation& link : *links) {
          if (absl::Status status = Propagate(version, end, link); !status.ok()) return status;
        }
      }
    }
    return std::move(links_);
  }

 private:
  // Whether the link is one that new versions take over.
  absl::StatusOr<bool> IsCarried(const StoredAssociation& link) const {
    if (!IsApproved(link.association)) return false;
    const std::string& type = link.association.association_type();
    if (IsRelationship(type)) return true;
    if (type != kHasMember) return false;
    auto source = ReadObjectFacts(editor_.now(), link.source);
    if (!source.ok()) return source.status();
    return source->has_value() && (*source)->kind == storage::v1::OBJECT_KIND_FOLDER;
  }

  absl::Status Propagate(const NewVersionLink& version, AssociationEnd end,
                         const StoredAssociation& link) {
    if (seen_.contains(link.uuid)) return absl::OkStatus();
    auto is_carried = IsCarried(link);
    if (!is_carried.ok()) return is_carried.status();
    if (!*is_carried) return absl::OkStatus();

    const EntryUuid& other_before = end == AssociationEnd::kSource ? link.target : link.source;
    const auto other = by_before_.find(other_before);
    if (other != by_before_.end() && other->second->propagates != version.propagates) {
      seen_.insert(link.uuid);
      errors_.Add(XdsErrorCode::kMetadataUpdate, version.location,
                  absl::StrCat(version.before.ToString(), " and ", other_before.ToString(),
                               " are linked by ", link.uuid.ToString(),
                               "; their updates must have the same association_propagation"));
      return absl::OkStatus();
    }
    if (!version.propagates) return absl::OkStatus();
    seen_.insert(link.uuid);
    const EntryUuid& other_now = other == by_before_.end() ? other_before : other->second->after;
    return end == AssociationEnd::kSource ? Copy(link, version.after, other_now, version.location)
                                          : Copy(link, other_now, version.after, version.location);
  }

  absl::Status Copy(const StoredAssociation& link, const EntryUuid& source, const EntryUuid& target,
                    const std::string& location) {
    auto source_facts = ReadObjectFacts(editor_.now(), source);
    if (!source_facts.ok()) return source_facts.status();
    auto target_facts = ReadObjectFacts(editor_.now(), target);
    if (!target_facts.ok()) return target_facts.status();
    if (!source_facts->has_value() || !target_facts->has_value()) {
      return absl::DataLossError("an association has no other end");
    }
    // An older version of something else has a newer one that holds this link already, or was cut
    // loose from it.
    if (!(*source_facts)->is_newest_version || !(*target_facts)->is_newest_version) {
      return absl::OkStatus();
    }
    const bool is_of_folder = (*source_facts)->kind == storage::v1::OBJECT_KIND_FOLDER;
    const bool is_folder_alone_new = is_of_folder && source != link.source && target == link.target;
    if (is_folder_alone_new && !(*target_facts)->is_approved()) return absl::OkStatus();
    if (across_patients_ == AcrossPatients::kLeave &&
        (*source_facts)->patient_number != (*target_facts)->patient_number) {
      links_.left.push_back(link.uuid);
      return absl::OkStatus();
    }
    return AddCopy(link, source, target, is_of_folder, location);
  }

  absl::Status AddCopy(const StoredAssociation& link, const EntryUuid& source,
                       const EntryUuid& target, bool is_of_folder, const std::string& location) {
    if (links_.made.size() == kMaxPropagatedLinks) {
      if (!has_too_many_) {
        errors_.Add(XdsErrorCode::kRegistryOutOfResources, location,
                    absl::StrCat("the new versions take over more than ", kMaxPropagatedLinks,
                                 " links; update fewer objects at once, or with "
                                 "association_propagation no"));
      }
      has_too_many_ = true;
      return absl::OkStatus();
    }
    const auto uuid = Derive(kLinkName, link.uuid);
    if (!uuid.ok()) return uuid.status();
    Association copy;
    copy.set_entry_uuid(uuid->ToString());
    copy.set_association_type(link.association.association_type());
    copy.set_source_object(source.ToString());
    copy.set_target_object(target.ToString());
    if (link.association.has_documentation()) {
      *copy.mutable_documentation() = link.association.documentation();
    }
    *copy.mutable_extra_slots() = link.association.extra_slots();
    links_.made.push_back({*uuid, location});
    absl::Status status = editor_.AddAssociation(std::move(copy));
    if (!status.ok() || !is_of_folder) return status;
    const auto member_uuid = Derive(kMemberName, *uuid);
    if (!member_uuid.ok()) return member_uuid.status();
    Association member;
    member.set_entry_uuid(member_uuid->ToString());
    member.set_association_type(kHasMember);
    member.set_source_object(submission_.submission_set.ToString());
    member.set_target_object(uuid->ToString());
    status = editor_.AddAssociation(std::move(member));
    if (status.ok()) status = editor_.TouchFolder(source);
    return status;
  }

  absl::StatusOr<EntryUuid> Derive(absl::string_view name, const EntryUuid& of) const {
    return editor_.DeriveUuid(submission_.unique_id, absl::StrCat(name, of.ToString()));
  }

  const std::vector<NewVersionLink>& versions_;
  const LinkingSubmission& submission_;
  const AcrossPatients across_patients_;
  ObjectEditor& editor_;
  RegistryErrors& errors_;
  absl::flat_hash_map<EntryUuid, const NewVersionLink*> by_before_;
  absl::flat_hash_set<EntryUuid> seen_;
  PropagatedLinks links_;
  bool has_too_many_ = false;
};

}  // namespace

absl::StatusOr<PropagatedLinks> PropagateLinks(const std::vector<NewVersionLink>& versions,
                                               const LinkingSubmission& submission,
                                               AcrossPatients across_patients, ObjectEditor& editor,
                                               RegistryErrors& errors) {
  return LinkPropagation(versions, submission, across_patients, editor, errors).Run();
}

}  // namespace docshare::registry
