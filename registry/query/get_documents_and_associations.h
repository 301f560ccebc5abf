#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/document_queries.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stored query GetDocumentsAndAssociations: one page, as the wire form of its response: the
// documents, and every association that begins or ends at one that is shown, membership of
// submission sets and folders too, without those objects.
//
// Returns kInvalidArgument for a missing, doubled or malformed list, kFailedPrecondition with
// XDSResultNotSinglePatient or XDSTooManyResults. Unknown ids find nothing.
//
// Source: ITI TF-2:3.18.4.1.2.3.7.8.
absl::StatusOr<std::string> GetDocumentsAndAssociations(
    const v1::GetDocumentsAndAssociationsRequest& request, const RegistryStore& store);

}  // namespace docshare::registry
