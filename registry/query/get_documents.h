#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/stored_query.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stored query GetDocuments: one page, as the wire form of a GetDocumentsResponse.
//
// Returns kInvalidArgument for a missing, doubled or malformed list, kFailedPrecondition with
// XDSResultNotSinglePatient or XDSTooManyResults. Unknown ids find nothing.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.5.
absl::StatusOr<std::string> GetDocuments(const v1::GetDocumentsRequest& request,
                                         const RegistryStore& store);

}  // namespace docshare::registry
