#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/document_queries.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stored query FindDocumentsByReferenceId: one page, as the wire form of its response.
//
// As FindDocuments; digests in the filter rows say which entries are read to compare the CXi texts,
// character by character. `%` and `_` are ordinary characters.
// Returns kInvalidArgument with every faulty parameter.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.14. Its text demands an exact match, a footnote speaks of LIKE;
// we follow the text.
absl::StatusOr<std::string> FindDocumentsByReferenceId(
    const v1::FindDocumentsByReferenceIdRequest& request, const RegistryStore& store);

}  // namespace docshare::registry
