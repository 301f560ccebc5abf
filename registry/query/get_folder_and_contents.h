#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/folder_queries.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stored query GetFolderAndContents: one page, as the wire form of its response: the folder,
// its documents that pass the filters, and the HasMember associations between them.
//
// Returns kInvalidArgument with every faulty parameter, kFailedPrecondition with
// XDSResultNotSinglePatient or XDSTooManyResults. An unknown id finds nothing.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.11.
absl::StatusOr<std::string> GetFolderAndContents(const v1::GetFolderAndContentsRequest& request,
                                                 const RegistryStore& store);

}  // namespace docshare::registry
