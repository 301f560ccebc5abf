#pragma once

#include "domain/metadata/rules/rule.h"

namespace docshare {

// Rule patient_series: patientId of submission set, entries and folders is of the series of
// fødselsnummer, D-nummer or hjelpenummer.
void CheckPatientSeries(const registry::v1::RegisterDocumentSetRequest& request,
                        RegistryErrors& errors);

// Rule patient_demographics: sourcePatientInfo of an entry has PID-3, PID-5 (name), PID-7 (birth
// date) and PID-8 (sex), each with a value.
void CheckPatientDemographics(const registry::v1::RegisterDocumentSetRequest& request,
                              RegistryErrors& errors);

}  // namespace docshare
