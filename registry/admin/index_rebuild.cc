#include "registry/admin/index_rebuild.h"

#include <algorithm>
#include <utility>

#include "registry/admin/object_counts.h"
#include "registry/rebuild/rebuild_indexes.h"

namespace docshare::registry {
absl::StatusOr<uint64_t> EstimateRebuildRows(const platform::KvReader& store) {
  auto counts = CountObjects(store);
  if (!counts.ok()) return counts.status();
  // An object has a row in the steps of its kind, and those of its index rows that strays are
  // looked for among.
  return 2 * counts->patients + 6 * counts->document_entries + 3 * counts->submission_sets +
         4 * counts->folders + 4 * counts->associations;
}

absl::Status RebuildAllIndexes(
    bool compare_only, uint64_t estimated_rows,
    const std::function<
        absl::StatusOr<RebuiltRows>(const storage::v1::RebuildIndexesCommand& command)>& apply,
    const std::function<absl::Status(const RebuildProgress& progress)>& tell) {
  RebuildProgress progress;
  for (RebuildStep step : kRebuildSteps) {
    storage::v1::RebuildIndexesCommand command;
    command.set_step(static_cast<uint32_t>(step));
    command.set_max_rows(kMaxRebuildRows);
    command.set_compare_only(compare_only);
    progress.step = step;
    do {
      auto piece = apply(command);
      if (!piece.ok()) return piece.status();
      progress.rows += piece->rows;
      progress.changed += piece->changed;
      progress.unreadable = std::move(piece->unreadable);
      command.set_from_key(piece->next_key);
      progress.done = step == kRebuildSteps.back() && piece->next_key.empty();
      progress.rows_total = progress.done ? progress.rows : std::max(estimated_rows, progress.rows);
      if (absl::Status told = tell(progress); !told.ok()) return told;
    } while (!command.from_key().empty());
  }
  return absl::OkStatus();
}

}  // namespace docshare::registry
