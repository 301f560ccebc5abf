#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Checks 15, 16 and 27: every coded value, the documentation of an association too, has a code, a
// code system and a display name; code and system have at most 256 characters.
//
// Source: ITI TF-3:4.2.3.1.2; lengths from ebRIM 3.0 LongName.
void CheckCodes(const registry::v1::RegisterDocumentSetRequest& request, RegistryErrors& errors);

}  // namespace docshare
