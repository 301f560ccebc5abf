#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "platform/kv/kv_store.h"
#include "repository/content/content_id.h"

namespace docshare::repository {

// Calls `visit` for each content with an unclaimed mark (content_keys.h), in the order of their
// ids; ends with its error if it returns one. `visit` may change the store. Returns kDataLoss
// for a key that is none, and what reading the store returns.
absl::Status ForEachUnclaimedMark(const platform::KvReader& kv,
                                  absl::FunctionRef<absl::Status(const ContentId& id)> visit);

}  // namespace docshare::repository
