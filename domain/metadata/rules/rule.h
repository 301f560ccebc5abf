#pragma once

#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/errors/xds_error.h"

namespace docshare {

// One stateless check of a submission, or a small family. A rule looks at the whole request and
// adds every fault it finds. It relies on no other rule and accepts any message that parses; a
// value that is missing is reported by the rule that asks for it, and ignored by the others.
//
// "Check n" in comments and tests is the number of a check in the list of stateless_rules.h.
using StatelessRule = void (*)(const registry::v1::RegisterDocumentSetRequest& request,
                               RegistryErrors& errors);

}  // namespace docshare
