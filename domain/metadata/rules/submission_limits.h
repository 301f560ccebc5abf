#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// One submission may not take the registry's time from all others.
inline constexpr int kMaxDocumentEntries = 5000;
inline constexpr int kMaxFolders = 5000;
inline constexpr int kMaxAssociations = 5000;

// Refuses more than these with XDSRegistryOutOfResources.
void CheckSubmissionLimits(const registry::v1::RegisterDocumentSetRequest& request,
                           RegistryErrors& errors);

}  // namespace docshare
