#pragma once

#include "absl/status/statusor.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "registry/objects/object_editor.h"
#include "registry/register/outcome.h"

namespace docshare::registry {

// One removal may not take the registry's time from all others.
inline constexpr int kMaxRemovedObjects = 20000;

// Checks what needs no store and makes the change; an id that is there twice counts once. Returns
// kInvalidArgument with XDSRegistryError for an empty list and UnresolvedReferenceException for
// what is no entryUUID, kResourceExhausted with XDSRegistryOutOfResources for a list over the
// limit.
absl::StatusOr<storage::v1::RemoveMetadataCommand> PrepareRemoveMetadata(
    const v1::RemoveMetadataRequest& request);

// Removes objects of any kind and patient for good, all of them or none. What stays must be whole,
// else every fault found is returned:
//
//   an id names nothing (72)                                        UnresolvedReferenceException
//   an association that stays starts or ends at a removed           ReferencesExistException
//   object (73)
//   an object that stays loses its last HasMember from a            XDSUnreferencedObjectException
//   SubmissionSet, or a SubmissionSet its last member (74)
//
// When the newest version of an object is removed, the one before it becomes the newest again, with
// the status it has. A Folder that stays and loses a member gets a new lastUpdateTime.
//
// Source: ITI Remove Metadata and Documents supplement, 3.62.4.1.3; that a SubmissionSet does not
// stay without members from its test plans.
Outcome ApplyRemoveMetadata(const storage::v1::RemoveMetadataCommand& command,
                            const ChangeOrigin& origin, const platform::KvReader& store,
                            platform::KvBatch& batch);

}  // namespace docshare::registry
