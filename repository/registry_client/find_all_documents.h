#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "repository/registry_client/registry_client.h"

namespace docshare::repository {

// Asks for every page of a query, from the first on, in pages as large as they may be, until `take`
// returns an error, which it then returns. Returns kAborted when what was asked about changed
// between two pages, so that the query has to begin again, and the errors of the registry.
absl::Status FindAllDocuments(
    RegistryClient& registry, registry::v1::FindDocumentsRequest request, absl::Time deadline,
    absl::FunctionRef<absl::Status(registry::v1::FindDocumentsResponse& page)> take);

}  // namespace docshare::repository
