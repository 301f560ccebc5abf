#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "docshare/admin/v1/registry_admin_service.pb.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stable documents of one repository that are registered, for a comparison with what it stores.

// Calls `take` with up to 1000 of them at a time, and at least every 10 000 entries looked at,
// until all were told or `take` returns an error. What changes meanwhile may be missed or told
// twice. Returns kInvalidArgument for a request without the OID of a repository, kDataLoss for an
// entry that cannot be read.
absl::Status ListRegisteredDocuments(
    const RegistryStore& store, const admin::v1::ListRegisteredDocumentsRequest& request,
    absl::FunctionRef<absl::Status(const admin::v1::ListRegisteredDocumentsResponse&)> take);

// Those with these uniqueIds. Returns kInvalidArgument as above, and for more than 1000.
absl::StatusOr<admin::v1::LookUpRegisteredDocumentsResponse> LookUpRegisteredDocuments(
    const RegistryStore& store, const admin::v1::LookUpRegisteredDocumentsRequest& request);

}  // namespace docshare::registry
