#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Rule home_community: submission set and entries name their community.
void CheckHomeCommunity(const registry::v1::RegisterDocumentSetRequest& request,
                        RegistryErrors& errors);

// Rule stable_entries: no on-demand entries; no national consumer can use them.
void CheckStableEntries(const registry::v1::RegisterDocumentSetRequest& request,
                        RegistryErrors& errors);

// Rule unique_id_length: uniqueId of an entry has at most 128 bytes.
void CheckUniqueIdLength(const registry::v1::RegisterDocumentSetRequest& request,
                         RegistryErrors& errors);

}  // namespace docshare
