#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Checks 25 and 28: every author has a person, an institution or a telecommunication address, and
// all parts have the form of their HL7 types. That there is at most one person is the work of the
// message type.
//
// Source: ITI TF-3:4.2.3.1.4.
void CheckAuthors(const registry::v1::RegisterDocumentSetRequest& request, RegistryErrors& errors);

}  // namespace docshare
