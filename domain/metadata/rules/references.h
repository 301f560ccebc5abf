#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Checks 8 and 9, for the ends of associations: both are there; what starts with "urn:uuid:" is a
// UUID in lower case; a symbolic id names an object of this request (else
// UnresolvedReferenceException). UUIDs of other submissions are the registry's to resolve; the one
// that an object of this request with a symbolic id will get is none of those, and refused with the
// same error: who knows how it is derived could name the object past the other rules.
//
// Source: ITI TF-3:4.1.12.3, ITI TF-3:4.2.2.
void CheckReferences(const registry::v1::RegisterDocumentSetRequest& request,
                     RegistryErrors& errors);

}  // namespace docshare
