#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/folder_queries.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stored query FindFolders: one page, as the wire form of its response.
//
// At $MetadataLevel 1 too, `statuses` alone says whether deprecated folders are shown.
// Returns kInvalidArgument with every faulty parameter; an unknown patient has no folders.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.3.
absl::StatusOr<std::string> FindFolders(const v1::FindFoldersRequest& request,
                                        const RegistryStore& store);

}  // namespace docshare::registry
