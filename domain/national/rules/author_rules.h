#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Rule author_organisations: of the organisations of an entry's author the first is the legal
// entity, by organisation number; of several the last is the department, by RESH number or by the
// department system of Norsk helsenett. An author without organisation is accepted.
void CheckAuthorOrganisations(const registry::v1::RegisterDocumentSetRequest& request,
                              RegistryErrors& errors);

// Rule organisation_numbers: an organisation number of an entry's author has 9 digits, the last one
// right.
void CheckOrganisationNumbers(const registry::v1::RegisterDocumentSetRequest& request,
                              RegistryErrors& errors);

// Rule health_personnel: the id of an entry's author or legalAuthenticator, if there is one, is an
// HPR number of 1 to 9 digits. Personnel without authorisation and devices have a name only.
void CheckHealthPersonnel(const registry::v1::RegisterDocumentSetRequest& request,
                          RegistryErrors& errors);

}  // namespace docshare
