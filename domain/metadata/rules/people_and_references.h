#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Check 25, for legal_authenticator (XCN), reference_ids (CXi) and intended_recipients
// (XON|XCN|XTN): they have the form of their HL7 types.
//
// Source: ITI TF-3:4.2.3.1.7.
void CheckPeopleAndReferences(const registry::v1::RegisterDocumentSetRequest& request,
                              RegistryErrors& errors);

}  // namespace docshare
