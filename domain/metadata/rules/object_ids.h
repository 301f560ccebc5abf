#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Checks 6, 8 and 20, for entry_uuid: the submission set, every entry and every folder have one,
// what starts with "urn:uuid:" is a UUID in lower case, a symbolic id has at most 256 characters,
// and no two objects have the same, neither as sent nor after symbolic ids are replaced.
//
// Source: ITI TF-3:4.1.12.3.
void CheckObjectIds(const registry::v1::RegisterDocumentSetRequest& request,
                    RegistryErrors& errors);

}  // namespace docshare
