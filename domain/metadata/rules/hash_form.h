#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Check 23: a hash has 40 hexadecimal digits, in any case. That size is not negative is the work
// of its type.
//
// Source: ITI TF-3:4.2.3.1.7 (SHA1).
void CheckHashForm(const registry::v1::RegisterDocumentSetRequest& request, RegistryErrors& errors);

}  // namespace docshare
