#pragma once

#include "absl/status/statusor.h"
#include "docshare/admin/v1/registry_admin_service.pb.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// The work of GetRows: every row of the object with an entryUUID, as text. Reads each row by its
// own and decodes as little as it can, so that it works on damaged objects, and it tells of rows
// that should be there and are not. Rows of the change feed are found through the object's history
// and the submissions that hold it.
// Returns kInvalidArgument for a malformed entryUUID, kNotFound when no row names it.
absl::StatusOr<admin::v1::GetRowsResponse> GetRows(const platform::KvReader& store,
                                                   const admin::v1::GetRowsRequest& request);

}  // namespace docshare::registry
