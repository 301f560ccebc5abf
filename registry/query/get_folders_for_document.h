#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/folder_queries.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stored query GetFoldersForDocument: one page, as the wire form of its response: the folders
// that hold the document, without associations. A document that the metadata level hides is in no
// folder.
//
// Returns kInvalidArgument for a missing, doubled or malformed id, kFailedPrecondition with
// XDSTooManyResults. An unknown id finds nothing.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.12.
absl::StatusOr<std::string> GetFoldersForDocument(const v1::GetFoldersForDocumentRequest& request,
                                                  const RegistryStore& store);

}  // namespace docshare::registry
