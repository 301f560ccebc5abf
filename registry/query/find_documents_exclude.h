#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/document_queries.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stored query FindDocumentsExclude: one page, as the wire form of its response.
//
// What FindDocuments would find, without the documents for which an excluded_... parameter holds.
// Those parameters have the AND and OR rules of the ones they exclude; of the two only one may be
// given. Excluded types replace the default of stable entries: every other type is shown.
// Returns kInvalidArgument with every faulty parameter; XDSStoredQueryParamNumber for a parameter
// that is both asked for and excluded.
//
// Source: change proposal CP-ITI-1323, not in the standard yet.
absl::StatusOr<std::string> FindDocumentsExclude(const v1::FindDocumentsExcludeRequest& request,
                                                 const RegistryStore& store);

}  // namespace docshare::registry
