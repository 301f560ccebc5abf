#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Check 25, for patient_id and source_patient_id: they have the parts of a CX.
//
// Source: ITI TF-3:4.2.3.1.7 (CX).
void CheckPatientIdentifiers(const registry::v1::RegisterDocumentSetRequest& request,
                             RegistryErrors& errors);

// Check 37: the submission set, its entries and its folders have one patient
// (XDSPatientIdDoesNotMatch). source_patient_id may be anything.
//
// Source: ITI TF-3:4.1.4.
void CheckOnePatient(const registry::v1::RegisterDocumentSetRequest& request,
                     RegistryErrors& errors);

}  // namespace docshare
