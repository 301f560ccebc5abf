#pragma once

#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "domain/errors/xds_error.h"
#include "domain/ids/entry_uuid.h"
#include "registry/objects/object_editor.h"
#include "registry/update/patient_reconciliation.h"
#include "registry/update/update_operations.h"

namespace docshare::registry {

// Stores the associations that an update submits. A Folder that gains a member gets a new
// lastUpdateTime, and its HasMember one from the submission set, as in any submission; that takes
// the entryUUID of the SubmitAssociation. Adds what is wrong (68); what was stored is then of no
// use:
//
//   an end that is unknown, Deprecated, or does not fit the type    XDSMetadataUpdateError
//   an end among `propagating`, the new versions of this update     XDSMetadataUpdateOperationError
//   that take over links, or the versions before them
//
// An end may be a version that this update brings. Adds what was stored to `to_reconcile`.
// Source: ITI XDS Metadata Update supplement, 3.57.4.1.3.3.6; propagation beside it from
// CP-ITI-1029.
absl::Status SubmitAssociations(const UpdateContent& content, const UpdateOperations& operations,
                                const absl::flat_hash_set<EntryUuid>& propagating,
                                ObjectEditor& editor, std::vector<ObjectToReconcile>& to_reconcile,
                                RegistryErrors& errors);

}  // namespace docshare::registry
