#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/multi_patient_queries.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The multi-patient query FindDocumentsForMultiplePatients: one page, as the wire form of its
// response. Without patients it walks the filter rows of the whole registry, a bounded number on a
// page, so that a page may be empty and yet have a next one.
// Returns kInvalidArgument with every faulty parameter; unknown patients have no documents.
//
// Source: ITI TF-2:3.51.4.1.2.
absl::StatusOr<std::string> FindDocumentsForMultiplePatients(
    const v1::FindDocumentsForMultiplePatientsRequest& request, const RegistryStore& store);

}  // namespace docshare::registry
