#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/folder_queries.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stored query GetFolders: one page, as the wire form of its response.
//
// Returns kInvalidArgument for a missing, doubled or malformed list, kFailedPrecondition with
// XDSResultNotSinglePatient or XDSTooManyResults. Unknown ids find nothing.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.6.
absl::StatusOr<std::string> GetFolders(const v1::GetFoldersRequest& request,
                                       const RegistryStore& store);

}  // namespace docshare::registry
