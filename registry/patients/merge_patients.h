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
// identifier that is not a valid CX, and when both are the same.
// Source: ITI TF-2:3.8.4.2 (Patient Identity Merge), ITI TF-2:3.44.4.2.
absl::StatusOr<storage::v1::MergePatientsCommand> PrepareMergePatients(
    const v1::MergePatientsRequest& request);

// Gives every object of the subsumed patient, old versions too, to the surviving one, and accepts
// the subsumed identifier no more. Irreversible. The same merge again is answered as done. Returns
// XDSUnknownPatientId for an identifier that was never fed or was subsumed before: so there are no
// cycles, and a chain is made from its end, one merge at a time.
//
// The identifiers may have different assigning authorities: whoever was fed belongs to the affinity
// domain, and a person who gets another kind of national number is the everyday case.
//
// Source: ITI TF-2:3.8.4.2.3, ITI TF-2:3.44.4.2.3; the code is our own choice, the messages of
// HL7 know none.
Outcome ApplyMergePatients(const storage::v1::MergePatientsCommand& command,
                           const ChangeOrigin& origin, const platform::KvReader& store,
                           platform::KvBatch& batch);

}  // namespace docshare::registry
