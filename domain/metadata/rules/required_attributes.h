#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Checks 20, 21, 31 and 32: every attribute that a Document Repository must send is there, the
// object type is Stable, documentAvailability is a value of the standard, limited metadata is not
// declared, and a logicalID equals the entryUUID. entry_uuid is left to CheckObjectIds().
//
// Source: ITI TF-3 table 4.3.1-3, column of the Document Repository.
void CheckRequiredAttributes(const registry::v1::RegisterDocumentSetRequest& request,
                             RegistryErrors& errors);

}  // namespace docshare
