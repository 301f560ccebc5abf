#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Refuses, in every text of the request: bytes that are not UTF-8, control characters (comments may
// have tabs and line ends), and more than 1024 characters (comments may have more, as the standard
// sets them no limit). Narrower limits are checked by the rules of the fields.
//
// Source: 1024 characters from ebRIM 3.0 FreeFormText; that it holds for every text is our choice.
void CheckTextForm(const registry::v1::RegisterDocumentSetRequest& request, RegistryErrors& errors);

}  // namespace docshare
