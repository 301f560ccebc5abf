#include "repository/content/remove_orphans.h"

#include "repository/content/content_id.h"

namespace docshare::repository {

absl::StatusOr<int64_t> RemoveOrphans(ContentStore* store) {
  int64_t removed = 0;
  absl::Status status = store->ForEachOrphan([store, &removed](const ContentId& id, OrphanState) {
    ++removed;
    return store->Remove(id);
  });
  if (!status.ok()) return status;
  return removed;
}

}  // namespace docshare::repository
