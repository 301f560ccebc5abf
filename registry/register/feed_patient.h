#pragma once

#include "absl/status/statusor.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "registry/objects/object_editor.h"
#include "registry/register/outcome.h"

namespace docshare::registry {

// Checks what needs no store and makes the change. Returns kInvalidArgument with
// XDSRegistryMetadataError for an identifier that is not a valid CX.
// Source: ITI TF-2:3.8.4.1.3.
absl::StatusOr<storage::v1::FeedPatientCommand> PrepareFeedPatient(
    const v1::FeedPatientRequest& request);

// Makes the patient known, or replaces the demographics of a known one. Returns XDSUnknownPatientId
// for an identifier that was subsumed: a merge is not undone by a feed.
Outcome ApplyFeedPatient(const storage::v1::FeedPatientCommand& command, const ChangeOrigin& origin,
                         const platform::KvReader& store, platform::KvBatch& batch);

}  // namespace docshare::registry
