#include "repository/admin/stray_sweep.h"

namespace docshare::repository {

absl::Status StraySweep::Run(
    bool remove, absl::FunctionRef<absl::Status(const SweepProgress& progress,
                                                const std::vector<StrayContent>& strays)>
                     tell) const {
  SweepProgress progress;
  const absl::Time youngest = clock_->Now() - kSafeAge;
  return content_->ForEachStray(
      [&](uint64_t looked_at, const std::vector<StrayContent>& strays) -> absl::Status {
        progress.looked_at = looked_at;
        std::vector<StrayContent> old;
        for (const StrayContent& stray : strays) {
          if (stray.written > youngest) {
            ++progress.young;
            continue;
          }
          if (remove) {
            absl::Status removed = content_->RemoveStray(stray.id);
            if (!removed.ok()) return removed;
            ++progress.removed;
          }
          old.push_back(stray);
        }
        return tell(progress, old);
      });
}

}  // namespace docshare::repository
