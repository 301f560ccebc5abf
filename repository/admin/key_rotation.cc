#include "repository/admin/key_rotation.h"

#include "absl/types/optional.h"

namespace docshare::repository {
namespace {

// Keys wrapped in one batch: publishing waits no longer than for one.
constexpr int64_t kStep = 256;

}  // namespace

absl::Status KeyRotation::Run(absl::FunctionRef<absl::Status(const RotationProgress&)> tell) {
  if (absl::Status read = ring_->Reload(ring_path_); !read.ok()) return read;
  RotationProgress progress;
  const absl::StatusOr<bool> database = rewrap_database_key_();
  if (!database.ok()) return database.status();
  ++progress.keys;
  if (*database) ++progress.rewrapped;
  absl::optional<ContentId> begin;
  do {
    const absl::StatusOr<DocumentKeys::Rewrapped> step = document_keys_->Rewrap(begin, kStep);
    if (!step.ok()) return step.status();
    progress.keys += step->seen;
    progress.rewrapped += step->rewrapped;
    begin = step->next;
    if (absl::Status going_on = tell(progress); !going_on.ok()) return going_on;
  } while (begin);
  return kv_->Sync();
}

}  // namespace docshare::repository
