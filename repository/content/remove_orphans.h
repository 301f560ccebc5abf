#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "repository/content/content_store.h"

namespace docshare::repository {

// Removes every orphan and says how many there were. For the start, once
// pending submissions have been decided and before the first NewDocument(). Stops at the first
// error; may be repeated.
absl::StatusOr<int64_t> RemoveOrphans(ContentStore* store);

}  // namespace docshare::repository
