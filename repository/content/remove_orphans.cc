#include "repository/content/remove_orphans.h"

namespace docshare::repository {

absl::StatusOr<int64_t> RemoveOrphans(ContentStore* store) {
  int64_t count = 0;
  absl::Status status = store->ForEachOrphan([store, &count](const ContentId& id, OrphanState) {
    ++count;
    return store->Remove(id);
  });
  if (!status.ok()) return status;
  return count;
}

}  // namespace docshare::repository
