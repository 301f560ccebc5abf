#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Check 12: the association type is a URN of the standard, and of this transaction: what tells the
// registry to update something comes only with an update. Short names, as XDS.a had them, are
// refused.
//
// Source: ITI TF-3:4.2.2.
void CheckAssociationTypes(const registry::v1::RegisterDocumentSetRequest& request,
                           Transaction transaction, RegistryErrors& errors);

}  // namespace docshare
