#include "registry/admin/stored_object.h"

#include <limits>
#include <string>
#include <utility>

#include "absl/types/optional.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "registry/admin/entry_uuid_argument.h"
#include "registry/index/object_by_logical_id.h"
#include "registry/index/object_by_unique_id.h"
#include "registry/index/object_by_uuid.h"
#include "registry/index/object_history.h"
#include "registry/objects/stored_association.h"
#include "registry/objects/stored_document.h"
#include "registry/objects/stored_folder.h"
#include "registry/objects/stored_submission_set.h"

namespace docshare::registry {
namespace {

using admin::v1::StoredObject;

constexpr size_t kMaxObjects = 100;

// The admin messages have the numbers of the rows.
static_assert(static_cast<int>(admin::v1::OBJECT_KIND_DOCUMENT_ENTRY) ==
              static_cast<int>(storage::v1::OBJECT_KIND_DOCUMENT_ENTRY));
static_assert(static_cast<int>(admin::v1::OBJECT_KIND_FOLDER) ==
              static_cast<int>(storage::v1::OBJECT_KIND_FOLDER));
static_assert(static_cast<int>(admin::v1::OBJECT_EVENT_KIND_REGISTERED) ==
              static_cast<int>(storage::v1::CHANGE_KIND_REGISTERED));
static_assert(static_cast<int>(admin::v1::OBJECT_EVENT_KIND_PATIENT_CHANGED) ==
              static_cast<int>(storage::v1::CHANGE_KIND_PATIENT_CHANGED));

// Every version of the object with this logicalID that is of the same kind.
absl::Status AddVersions(const platform::KvReader& store, const std::string& logical_id_text,
                         StoredObject& object) {
  auto logical_id = EntryUuid::Parse(logical_id_text);
  if (!logical_id.ok()) return absl::OkStatus();
  auto versions = FindVersions(store, *logical_id, std::numeric_limits<size_t>::max());
  if (!versions.ok()) return versions.status();
  for (const ObjectVersion& version : *versions) {
    if (static_cast<int>(version.locator.kind()) != static_cast<int>(object.kind())) continue;
    object.add_versions()->set_version(version.version);
    object.mutable_versions()->rbegin()->set_entry_uuid(version.uuid.ToString());
  }
  return absl::OkStatus();
}

absl::Status AddAssociations(const platform::KvReader& store, const EntryUuid& uuid,
                             StoredObject& object) {
  for (AssociationEnd direction : {AssociationEnd::kSource, AssociationEnd::kTarget}) {
    auto associations = AssociationsAt(store, uuid, direction);
    if (!associations.ok()) return associations.status();
    for (StoredAssociation& stored : *associations) {
      // One that links an object to itself has been met already.
      if (direction == AssociationEnd::kTarget && stored.source == uuid) continue;
      *object.add_associations() = std::move(stored.association);
    }
  }
  return absl::OkStatus();
}

absl::Status AddHistory(const platform::KvReader& store, const EntryUuid& uuid,
                        StoredObject& object) {
  auto history = ReadHistory(store, uuid);
  if (!history.ok()) return history.status();
  for (const HistoryEvent& event : *history) {
    admin::v1::ObjectEvent& told = *object.add_history();
    told.set_position(event.position);
    told.set_kind(static_cast<admin::v1::ObjectEventKind>(event.row.kind()));
    told.set_caller(event.row.caller());
    told.set_committed_s(event.row.committed_s());
    told.set_submission_set(event.row.submission_set());
    told.set_previous_patient_number(event.row.previous_patient_number());
  }
  return absl::OkStatus();
}

// The object itself, with its versions.
absl::Status AddObject(const platform::KvReader& store, const EntryUuid& uuid,
                       StoredObject& object) {
  const absl::Status missing = absl::DataLossError("an indexed object is missing");
  switch (object.kind()) {
    case admin::v1::OBJECT_KIND_DOCUMENT_ENTRY: {
      auto document = ReadDocument(store, uuid);
      if (!document.ok()) return document.status();
      if (!document->has_value()) return missing;
      object.set_is_newest_version((*document)->filter.is_newest_version());
      *object.mutable_document_entry() = std::move((*document)->entry);
      return AddVersions(store, object.document_entry().logical_id(), object);
    }
    case admin::v1::OBJECT_KIND_FOLDER: {
      auto folder = ReadFolder(store, uuid);
      if (!folder.ok()) return folder.status();
      if (!folder->has_value()) return missing;
      object.set_is_newest_version((*folder)->is_newest_version);
      *object.mutable_folder() = std::move((*folder)->folder);
      return AddVersions(store, object.folder().logical_id(), object);
    }
    case admin::v1::OBJECT_KIND_SUBMISSION_SET: {
      auto set = ReadSubmissionSetObject(store, uuid);
      if (!set.ok()) return set.status();
      if (!set->has_value()) return missing;
      *object.mutable_submission_set() = std::move((*set)->set);
      return absl::OkStatus();
    }
    case admin::v1::OBJECT_KIND_ASSOCIATION: {
      auto association = ReadAssociation(store, uuid);
      if (!association.ok()) return association.status();
      if (!association->has_value()) return missing;
      *object.mutable_association() = std::move((*association)->association);
      return absl::OkStatus();
    }
    default:
      return absl::DataLossError("a stored ObjectLocator has an unknown kind");
  }
}

// Adds the object with this entryUUID; nothing when there is none and never was.
absl::Status Add(const platform::KvReader& store, const EntryUuid& uuid,
                 admin::v1::GetObjectResponse& response) {
  StoredObject object;
  object.set_entry_uuid(uuid.ToString());
  auto locator = FindObject(store, uuid);
  if (!locator.ok()) return locator.status();
  if (locator->has_value()) {
    object.set_kind(static_cast<admin::v1::ObjectKind>((*locator)->kind()));
    object.set_patient_number((*locator)->patient_number());
    if (absl::Status status = AddObject(store, uuid, object); !status.ok()) return status;
    if (absl::Status status = AddAssociations(store, uuid, object); !status.ok()) return status;
  }
  if (absl::Status status = AddHistory(store, uuid, object); !status.ok()) return status;
  if (locator->has_value() || !object.history().empty()) {
    *response.add_objects() = std::move(object);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<UniqueIdUse>> FindByUniqueId(const platform::KvReader& store,
                                                        const std::string& unique_id) {
  auto uses = FindUniqueIdUses(store, unique_id, kMaxObjects + 1);
  if (uses.ok() && uses->size() > kMaxObjects) {
    return XdsError(XdsErrorCode::kTooManyResults, "unique_id",
                    "more than 100 objects have this uniqueId; name one by its entryUUID");
  }
  return uses;
}

}  // namespace

absl::StatusOr<admin::v1::GetObjectResponse> GetObject(const platform::KvReader& store,
                                                       const admin::v1::GetObjectRequest& request) {
  admin::v1::GetObjectResponse response;
  if (request.id_case() == admin::v1::GetObjectRequest::kUniqueId) {
    auto uses = FindByUniqueId(store, request.unique_id());
    if (!uses.ok()) return uses.status();
    for (const UniqueIdUse& use : *uses) {
      if (absl::Status status = Add(store, use.uuid, response); !status.ok()) return status;
    }
  } else {
    auto uuid = EntryUuidArgument(request.entry_uuid());
    if (!uuid.ok()) return uuid.status();
    if (absl::Status status = Add(store, *uuid, response); !status.ok()) return status;
  }
  if (response.objects().empty()) return NoSuchObject();
  return response;
}

}  // namespace docshare::registry
