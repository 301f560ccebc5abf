#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Check 29: the title of an entry has fewer than 128 characters, that of a submission set fewer
// than 256, that of a folder at most 256, in each language.
//
// Source: ITI TF-3:4.2.3.2.25, ITI TF-3:4.2.3.3.11, ITI TF-3:4.2.3.4.8.
void CheckTitles(const registry::v1::RegisterDocumentSetRequest& request, RegistryErrors& errors);

}  // namespace docshare
