#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Checks 20, 21, 22 and 31: every attribute that a Document Repository must send is there, or those
// of an On-Demand Document Source for on-demand entries, which have no creation time, hash, size
// and document availability; the object type is that of the transaction (an update may have both),
// documentAvailability is a value of the standard, and limited metadata is not declared. entry_uuid
// is left to CheckObjectIds().
//
// Source: ITI TF-3 table 4.3.1-3, columns of the Document Repository and the On-Demand Document
// Source; ITI TF-2:3.61.4.1.3.
void CheckRequiredAttributes(const registry::v1::RegisterDocumentSetRequest& request,
                             Transaction transaction, RegistryErrors& errors);

}  // namespace docshare
