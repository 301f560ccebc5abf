#pragma once

#include "docshare/registry/v1/registry_service.pb.h"
#include "domain/errors/xds_error.h"

namespace docshare::registry {

// The part of check 26 that a community decides on: sourcePatientInfo should not have PID-2, PID-4,
// PID-12 and PID-19. Reports each as XDSRegistryMetadataError.
//
// Source: ITI TF-3:4.2.3.2.24.
void CheckDiscouragedPidFields(const v1::RegisterDocumentSetRequest& request,
                               RegistryErrors& errors);

}  // namespace docshare::registry
