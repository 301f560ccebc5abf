#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Check 25, for media types and language tags: mime_type, language_code, and the languages of
// titles, comments and display names.
//
// Source: ITI TF-3:4.2.3.2.13, 4.2.3.2.14; RFC 2046, RFC 5646.
void CheckMediaAndLanguages(const registry::v1::RegisterDocumentSetRequest& request,
                            RegistryErrors& errors);

}  // namespace docshare
