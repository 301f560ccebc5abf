#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/document_queries.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stored query GetRelatedDocuments: one page, as the wire form of its response: associations of
// the types asked for between the document and others, and the documents at their ends. Both ends
// must be documents of the types asked for that the metadata level shows; without such an
// association the answer is empty.
//
// Returns kInvalidArgument with every faulty parameter, kFailedPrecondition with
// XDSResultNotSinglePatient, which is our own choice here, or XDSTooManyResults. An unknown id
// finds nothing.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.13.
absl::StatusOr<std::string> GetRelatedDocuments(const v1::GetRelatedDocumentsRequest& request,
                                                const RegistryStore& store);

}  // namespace docshare::registry
