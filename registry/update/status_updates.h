#pragma once

#include <vector>

#include "absl/status/status.h"
#include "domain/errors/xds_error.h"
#include "registry/objects/object_editor.h"
#include "registry/update/patient_reconciliation.h"
#include "registry/update/update_operations.h"

namespace docshare::registry {

// Changes the status of DocumentEntries, Folders and associations as an update asks, without a new
// version. A target may be what the same update brought. A Folder that gains or loses a member so
// gets a new lastUpdateTime. Adds what is wrong; what was changed is
// then of no use:
//
//   unknown target                                             UnresolvedReferenceException
//   a submission set or an association of one (66)             XDSMetadataUpdateError
//   not the newest version, or original_status differs from    XDSMetadataUpdateError
//   what it is (67)
//
// Adds what became Approved to `to_reconcile`.
// Source: ITI XDS Metadata Update supplement, 3.57.4.1.3.3.2, .4 and .5.
absl::Status UpdateStatuses(const UpdateContent& content, const UpdateOperations& operations,
                            ObjectEditor& editor, std::vector<ObjectToReconcile>& to_reconcile,
                            RegistryErrors& errors);

}  // namespace docshare::registry
