#pragma once

#include "absl/status/statusor.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/storage/v1/command.pb.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "registry/objects/object_editor.h"
#include "registry/register/outcome.h"

namespace docshare::registry {

// Checks what needs no store and makes the change. Returns XDSRegistryMetadataError for an
// identifier that is not a valid CX, and when previous and current are the same.
absl::StatusOr<storage::v1::ChangePatientLinkCommand> PrepareChangePatientLink(
    const v1::ChangePatientLinkRequest& request);

// Gives what a source knows under the number `local` to the patient `current`, as if it had been
// updated: each Approved DocumentEntry of `previous` with sourcePatientId `local` gets a new
// version of `current`; one with sourcePatientId `subsumed_local` gets `local` in its place, also
// where `previous` is `current`. A Folder all of whose Approved documents go gets one too.
// Relationships and memberships between what went are made anew; those with something that stays
// are left to the versions before, and named in the reply. References that SubmissionSets have to
// the documents lead to the new versions. What is Deprecated stays as it is. One new SubmissionSet
// of `current` says what was done; there is none when nothing goes, as when the same change comes
// again.
//
// Returns XDSUnknownPatientId when previous or current was never fed or is subsumed.
// Source: ITI TF-2:3.64.4.1.3; what happens to links with something that stays is our choice among
// those of 3.64.4.1.3.2.
Outcome ApplyChangePatientLink(const storage::v1::ChangePatientLinkCommand& command,
                               const ChangeOrigin& origin, const platform::KvReader& store,
                               platform::KvBatch& batch);

}  // namespace docshare::registry
