#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Rule document_type: classCode is of level 1 (A00-1) and typeCode of level 2 (A03-2) of code list
// 9602, and both are of one chapter, their first letter.
void CheckDocumentType(const registry::v1::RegisterDocumentSetRequest& request,
                       RegistryErrors& errors);

}  // namespace docshare
