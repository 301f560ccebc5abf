#include "repository/content/remove_orphans.h"

#include <vector>

#include "repository/content/content_id.h"

namespace docshare::repository {

absl::StatusOr<int64_t> RemoveOrphans(ContentStore* store) {
  std::vector<ContentId> removed;
  absl::Status status = store->ForEachOrphan([store, &removed](const ContentId& id, OrphanState) {
    removed.push_back(id);
    return store->Remove(id);
  });
  // A removal may have crashed before it had destroyed the key; also those before an error.
  if (!removed.empty()) {
    if (absl::Status destroyed = store->keys().Destroy(removed); !destroyed.ok()) return destroyed;
  }
  if (!status.ok()) return status;
  return static_cast<int64_t>(removed.size());
}

}  // namespace docshare::repository
