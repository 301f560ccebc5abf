#pragma once

#include "docshare/metadata/v1/identifier.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/rules/location.h"
#include "domain/national/control_digits.h"

namespace docshare {

// A patient identifier of authority fødselsnummer, D-nummer or hjelpenummer is a number of that
// series: 11 digits, right control digits, a date that exists. Identifiers of other authorities are
// accepted. Reports XDSRegistryMetadataError.
void CheckNationalIdentifier(const metadata::v1::PatientIdentifier& patient,
                             const Location& location, NumberRules rules, RegistryErrors& errors);

// The same of every patient identifier of a submission: patientId, sourcePatientId and PID-3 of
// sourcePatientInfo.
void CheckNationalIdentifiers(const registry::v1::RegisterDocumentSetRequest& request,
                              NumberRules rules, RegistryErrors& errors);

}  // namespace docshare
