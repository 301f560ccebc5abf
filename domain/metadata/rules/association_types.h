#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Check 12: the association type is a URN of the standard, and one that this version of the
// registry accepts, which is HasMember alone. Short names, as XDS.a had them, are refused.
//
// Source: ITI TF-3:4.2.2.
void CheckAssociationTypes(const registry::v1::RegisterDocumentSetRequest& request,
                           RegistryErrors& errors);

}  // namespace docshare
