#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Checks 16 and 20, for classifications and external identifiers the standard does not define: a
// classification has either a scheme or a node, an identifier has a scheme and a value, schemes and
// nodes are UUID URNs and none of the standard's own, whose attributes have fields; codes and
// identifiers have at most 256 characters.
//
// Source: ebRIM 3.0; that they are kept at all is our own choice, the standard is silent.
void CheckExtraObjects(const registry::v1::RegisterDocumentSetRequest& request,
                       RegistryErrors& errors);

}  // namespace docshare
