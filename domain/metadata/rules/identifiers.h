#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Checks 25 and 30: the unique ids and source id of the submission set, the unique ids of folders
// and the repository ids are OIDs of at most 64 characters, unique ids of entries have at most 256
// characters, home community ids are OID URNs.
//
// Source: ITI TF-3:4.2.3.1.7, 4.2.3.2, 4.2.3.3, 4.2.3.4.
void CheckIdentifiers(const registry::v1::RegisterDocumentSetRequest& request,
                      RegistryErrors& errors);

// Check 41: no unique id is there twice in the request (XDSRegistryDuplicateUniqueIdInMessage).
//
// Source: ITI TF-3 table 4.2.4.1-2.
void CheckUniqueIdsInRequest(const registry::v1::RegisterDocumentSetRequest& request,
                             RegistryErrors& errors);

}  // namespace docshare
