#pragma once

#include "docshare/metadata/v1/document_entry.pb.h"
#include "domain/errors/xds_error.h"
#include "domain/metadata/rules/location.h"

namespace docshare::registry {

// What a restricted update must leave as it is. Adds a fault for each attribute of `after` that
// differs from `before`, the version it replaces, which is stored:
//
//   sourcePatientId, documentAvailability, repositoryUniqueId,     UnmodifiableMetadataError
//   objectType, availabilityStatus if it is sent
//   patientId                                                      XDSPatientIDReconciliationError
//
// uniqueId is left to the rules of every update.
// Source: supplement Restricted Metadata Update [ITI-92], as known from implementations.
void CheckRestrictedAttributes(const metadata::v1::DocumentEntry& before,
                               const metadata::v1::DocumentEntry& after, const Location& object,
                               RegistryErrors& errors);

}  // namespace docshare::registry
