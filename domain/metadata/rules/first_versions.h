#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Check 32: the submission brings first versions only. A logical_id is absent or the object's own
// UUID, and no association has a previous_version, association_propagation, original_status or
// new_status.
//
// Source: ITI XDS Metadata Update supplement: registrations accept no later versions.
void CheckFirstVersions(const registry::v1::RegisterDocumentSetRequest& request,
                        RegistryErrors& errors);

}  // namespace docshare
