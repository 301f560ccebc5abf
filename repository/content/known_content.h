#pragma once

#include <vector>

#include "absl/status/status.h"
#include "platform/kv/kv_store.h"
#include "repository/content/content_id.h"
#include "repository/content/content_store.h"

namespace docshare::repository {

// Takes out of `found` what a row or a mark (content_keys.h) knows: strays are left. Returns what
// reading the store returns.
absl::Status LeaveStrays(const platform::KvReader& kv, std::vector<StrayContent>* found);

// Returns kFailedPrecondition for content that a row or a mark knows.
absl::Status CheckIsStray(const platform::KvReader& kv, const ContentId& id);

}  // namespace docshare::repository
