#include "registry/remove/remove_metadata.h"

#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "domain/metadata/association_type.h"
#include "domain/text/quoted_value.h"
#include "registry/index/object_by_logical_id.h"
#include "registry/index/object_by_uuid.h"
#include "registry/objects/stored_association.h"
#include "registry/objects/stored_document.h"
#include "registry/objects/stored_folder.h"

namespace docshare::registry {
namespace {

using storage::v1::OBJECT_KIND_ASSOCIATION;
using storage::v1::OBJECT_KIND_DOCUMENT_ENTRY;
using storage::v1::OBJECT_KIND_FOLDER;
using storage::v1::OBJECT_KIND_SUBMISSION_SET;
using storage::v1::ObjectKind;

std::string LocationOf(int index) { return absl::StrCat("entry_uuids[", index, "]"); }

// One removal, from its rules to its rows.
class Removal {
 public:
  Removal(const ChangeOrigin& origin, const platform::KvReader& store) : editor_(&store, origin) {}

  absl::Status Run(const storage::v1::RemoveMetadataCommand& command) {
    absl::Status status = Find(command);
    if (status.ok() && errors_.empty()) status = CheckReferences();
    if (status.ok() && errors_.empty()) status = CheckMembership();
    if (status.ok()) status = errors_.ToStatus();
    if (!status.ok()) return status;
    for (const Object& object : objects_) {
      status = editor_.Remove(object.uuid);
      if (!status.ok()) return status;
    }
    for (const EntryUuid& folder : folders_) {
      status = editor_.TouchFolder(folder);
      if (!status.ok()) return status;
    }
    return RenewNewestVersions();
  }

  platform::KvBatch TakeBatch() { return editor_.TakeBatch(); }

 private:
  struct Object {
    EntryUuid uuid;
    ObjectKind kind;
    // Position in the request.
    int index;
  };

  absl::Status Find(const storage::v1::RemoveMetadataCommand& command) {
    for (int i = 0; i < command.entry_uuids_size() && !errors_.full(); ++i) {
      auto uuid = EntryUuid::Parse(command.entry_uuids(i));
      if (!uuid.ok()) return uuid.status();
      auto locator = FindObject(editor_.now(), *uuid);
      if (!locator.ok()) return locator.status();
      if (!locator->has_value()) {
        errors_.Add(XdsErrorCode::kUnresolvedReference, LocationOf(i),
                    absl::StrCat(uuid->ToString(), " is not in the registry"));
        continue;
      }
      if (!removed_.insert(*uuid).second) continue;
      const ObjectKind kind = (*locator)->kind();
      objects_.push_back({*uuid, kind, i});
      absl::Status status = RememberLogicalId(*uuid, kind);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status RememberLogicalId(const EntryUuid& uuid, ObjectKind kind) {
    std::string logical_id;
    if (kind == OBJECT_KIND_DOCUMENT_ENTRY) {
      auto document = ReadDocument(editor_.now(), uuid);
      if (!document.ok()) return document.status();
      if (!document->has_value()) return absl::DataLossError("an indexed document is missing");
      logical_id = (*document)->entry.logical_id();
    } else if (kind == OBJECT_KIND_FOLDER) {
      auto folder = ReadFolder(editor_.now(), uuid);
      if (!folder.ok()) return folder.status();
      if (!folder->has_value()) return absl::DataLossError("an indexed folder is missing");
      logical_id = (*folder)->folder.logical_id();
    } else {
      return absl::OkStatus();
    }
    auto parsed = EntryUuid::Parse(logical_id);
    if (!parsed.ok()) return absl::DataLossError("a stored object has no logicalID");
    logical_ids_.emplace(*parsed, kind);
    return absl::OkStatus();
  }

  // Nothing that stays may refer to what goes.
  absl::Status CheckReferences() {
    for (const Object& object : objects_) {
      if (errors_.full()) break;
      for (const AssociationEnd end : {AssociationEnd::kSource, AssociationEnd::kTarget}) {
        auto links = AssociationsAt(editor_.now(), object.uuid, end);
        if (!links.ok()) return links.status();
        for (const StoredAssociation& link : *links) {
          if (removed_.contains(link.uuid)) continue;
          errors_.Add(
              XdsErrorCode::kReferencesExist, LocationOf(object.index),
              absl::StrCat(object.uuid.ToString(), " is an end of ", link.uuid.ToString(), ", ",
                           link.association.association_type(), ", which is not removed"));
        }
      }
    }
    return absl::OkStatus();
  }

  // Nothing that stays may lose its last link with a submission set.
  absl::Status CheckMembership() {
    for (const Object& object : objects_) {
      if (errors_.full()) break;
      if (object.kind != OBJECT_KIND_ASSOCIATION) continue;
      auto link = ReadAssociation(editor_.now(), object.uuid);
      if (!link.ok()) return link.status();
      if (!link->has_value()) return absl::DataLossError("an indexed association is missing");
      if ((*link)->association.association_type() != kHasMember) continue;
      auto is_of_set = IsSubmissionSet((*link)->source);
      if (!is_of_set.ok()) return is_of_set.status();
      if (!*is_of_set) {
        const bool in_force = (*link)->association.availability_status() !=
                              metadata::v1::AVAILABILITY_STATUS_DEPRECATED;
        if (in_force && !removed_.contains((*link)->source)) folders_.insert((*link)->source);
        continue;
      }
      absl::Status status = CheckStays((*link)->source, AssociationEnd::kSource, object,
                                       "would stay without any member");
      if (status.ok()) {
        status = CheckStays((*link)->target, AssociationEnd::kTarget, object,
                            "would stay without any submission set it is a member of");
      }
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<bool> IsSubmissionSet(const EntryUuid& uuid) const {
    auto locator = FindObject(editor_.now(), uuid);
    if (!locator.ok()) return locator.status();
    return locator->has_value() && (*locator)->kind() == OBJECT_KIND_SUBMISSION_SET;
  }

  // Adds a fault when an end of a removed membership stays and has no other one.
  absl::Status CheckStays(const EntryUuid& end, AssociationEnd direction, const Object& membership,
                          const char* fault) {
    if (removed_.contains(end) || !checked_ends_.insert({end, direction}).second) {
      return absl::OkStatus();
    }
    auto links = AssociationsAt(editor_.now(), end, direction);
    if (!links.ok()) return links.status();
    for (const StoredAssociation& link : *links) {
      if (removed_.contains(link.uuid) || link.association.association_type() != kHasMember) {
        continue;
      }
      auto is_of_set = IsSubmissionSet(link.source);
      if (!is_of_set.ok()) return is_of_set.status();
      if (*is_of_set) return absl::OkStatus();
    }
    errors_.Add(
        XdsErrorCode::kUnreferencedObject, LocationOf(membership.index),
        absl::StrCat("without ", membership.uuid.ToString(), ", ", end.ToString(), " ", fault));
    return absl::OkStatus();
  }

  absl::Status RenewNewestVersions() {
    for (const auto& [logical_id, kind] : logical_ids_) {
      auto versions = FindVersions(editor_.now(), logical_id, std::numeric_limits<size_t>::max());
      if (!versions.ok()) return versions.status();
      if (versions->empty()) continue;
      const EntryUuid& newest = versions->back().uuid;
      absl::Status status = kind == OBJECT_KIND_FOLDER ? editor_.MakeNewestFolder(newest)
                                                       : editor_.MakeNewestDocument(newest);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  ObjectEditor editor_;
  RegistryErrors errors_;
  std::vector<Object> objects_;
  absl::flat_hash_set<EntryUuid> removed_;
  // Those that stay and lose a member.
  std::set<EntryUuid> folders_;
  // In an order that depends on nothing but the request.
  absl::btree_map<EntryUuid, ObjectKind> logical_ids_;
  absl::flat_hash_set<std::pair<EntryUuid, AssociationEnd>> checked_ends_;
};

}  // namespace

absl::StatusOr<storage::v1::RemoveMetadataCommand> PrepareRemoveMetadata(
    const v1::RemoveMetadataRequest& request) {
  if (request.entry_uuids().empty()) {
    return XdsErrorWithStatus(absl::StatusCode::kInvalidArgument, XdsErrorCode::kRegistryError,
                              "entry_uuids", "there is nothing to remove; name an entryUUID");
  }
  if (request.entry_uuids_size() > kMaxRemovedObjects) {
    return XdsError(XdsErrorCode::kRegistryOutOfResources, "entry_uuids",
                    absl::StrCat(request.entry_uuids_size(), " objects; at most ",
                                 kMaxRemovedObjects, " are removed at once"));
  }
  storage::v1::RemoveMetadataCommand command;
  RegistryErrors errors;
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < request.entry_uuids_size() && !errors.full(); ++i) {
    const std::string& urn = request.entry_uuids(i);
    if (!EntryUuid::Parse(urn).ok()) {
      errors.Add(XdsErrorCode::kUnresolvedReference, LocationOf(i),
                 absl::StrCat(Quote(urn), " is no entryUUID, urn:uuid: and a UUID in lower case"));
    } else if (seen.insert(urn).second) {
      command.add_entry_uuids(urn);
    }
  }
  if (absl::Status status = errors.ToStatus(); !status.ok()) return status;
  return command;
}

Outcome ApplyRemoveMetadata(const storage::v1::RemoveMetadataCommand& command,
                            const ChangeOrigin& origin, const platform::KvReader& store,
                            platform::KvBatch& batch) {
  Removal removal(origin, store);
  if (absl::Status status = removal.Run(command); !status.ok()) return status;
  batch.Append(removal.TakeBatch());
  v1::RemoveMetadataResponse response;
  response.set_commit_position(origin.position);
  return Reply(std::move(response));
}

}  // namespace docshare::registry
