#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Check 65, for what a reader of ebRIM could not read: a slot PreviousVersion,
// AssociationPropagation, OriginalStatus or NewStatus that is repeated, without exactly one value
// or with an illegal one is left as an extra slot of an association. An update has
// XDSMetadataUpdateOperationError for it; elsewhere the slot has no business (check 18).
//
// Source: ITI TF-2:3.57.4.1.3 (Update Document Set, triggers).
void CheckUpdateSlots(const registry::v1::RegisterDocumentSetRequest& request,
                      Transaction transaction, RegistryErrors& errors);

}  // namespace docshare
