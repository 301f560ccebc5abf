#pragma once

#include <cstddef>

#include "domain/metadata/rules/rule.h"

namespace docshare {

// One submission may not take the registry's time from all others.
inline constexpr int kMaxDocumentEntries = 5000;
inline constexpr int kMaxFolders = 5000;
inline constexpr int kMaxAssociations = 5000;
// Of one object, encoded. Whatever holds a page of answers holds one object more.
inline constexpr size_t kMaxObjectBytes = 1 << 20;

// Refuses more than these with XDSRegistryOutOfResources.
void CheckSubmissionLimits(const registry::v1::RegisterDocumentSetRequest& request,
                           RegistryErrors& errors);

// Refuses objects of more than kMaxObjectBytes with `code`, the out of resources of the actor that
// asks.
void CheckObjectSizes(const registry::v1::RegisterDocumentSetRequest& request, XdsErrorCode code,
                      RegistryErrors& errors);

}  // namespace docshare
