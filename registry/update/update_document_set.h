#pragma once

#include "absl/status/statusor.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "registry/objects/object_editor.h"
#include "registry/register/outcome.h"
#include "registry/update/update_operations.h"

namespace docshare::registry {

// The work of ITI-57, or of ITI-92 with kRestricted, that needs no store: the stateless rules,
// decoding what is asked for, then ids for symbolic ids and the digest that recognises a repeat.
// Returns the refusal with every fault.
absl::StatusOr<storage::v1::UpdateDocumentSetCommand> PrepareUpdateDocumentSet(
    v1::RegisterDocumentSetRequest submission, UpdateScope scope);

// The work of ITI-57 and ITI-92 at its place in the order: all of it or nothing. New versions
// first, then the links they take over, submitted associations, changes of status, and at the end
// the patients of what is linked. Triggers are not stored, except as the HasMember that they mean.
// A submission that is in the registry already is answered as the first time and changes nothing.
// The outcome holds an UpdateDocumentSetResponse, or a RestrictedUpdateDocumentSetResponse.
//
// Source: ITI XDS Metadata Update supplement, 3.57.4.1.3.
Outcome ApplyUpdateDocumentSet(const storage::v1::UpdateDocumentSetCommand& command,
                               const ChangeOrigin& origin, const platform::KvReader& store,
                               platform::KvBatch& batch);

}  // namespace docshare::registry
