#pragma once

#include "absl/status/statusor.h"
#include "docshare/admin/v1/registry_admin_service.pb.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// The work of GetObject: objects with their versions, associations and history.
// Returns kInvalidArgument for neither id or a malformed one, kNotFound for no such object, and
// kFailedPrecondition with XDSTooManyResults when more than 100 share the uniqueId.
absl::StatusOr<admin::v1::GetObjectResponse> GetObject(const platform::KvReader& store,
                                                       const admin::v1::GetObjectRequest& request);

}  // namespace docshare::registry
