#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Rule code_systems: the code systems of an entry's coded attributes are the national ones.
//
//   confidentialityCode         HL7 v3 Confidentiality, 9603
//   eventCodeList               7010, 7210, 7220, 7270, 7280
//   healthcareFacilityTypeCode  1303, 1305
//   practiceSettingCode         8651, 8653, 8654, 8655, 8663
//   authorRole, when coded      9034
//   authorSpecialty, when coded 7426
//
// Which codes of them may be used is the business of the value sets; classCode and typeCode are
// that of rule document_type.
void CheckCodeSystems(const registry::v1::RegisterDocumentSetRequest& request,
                      RegistryErrors& errors);

// Rule confidentiality_level: an entry has at most one HL7 confidentiality code. Codes of 9603
// stand beside it.
void CheckConfidentialityLevel(const registry::v1::RegisterDocumentSetRequest& request,
                               RegistryErrors& errors);

}  // namespace docshare
