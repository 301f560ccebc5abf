#pragma once

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "platform/clock/clock.h"
#include "repository/content/content_store.h"

namespace docshare::repository {

struct SweepProgress {
  // Files, objects and uploads.
  uint64_t looked_at = 0;
  // Strays that came less than kSafeAge ago, or nobody knows when; they are left alone.
  uint64_t young = 0;
  uint64_t removed = 0;
};

// Finds bytes that belong to no document (StrayContent), and takes them away. Thread-safe.
class StraySweep {
 public:
  // What somebody is just about to store is known to the store; this is for what nobody thought of.
  static constexpr absl::Duration kSafeAge = absl::Hours(24);

  // Both must outlive this object.
  StraySweep(ContentStore* content, const platform::Clock* clock)
      : content_(content), clock_(clock) {}

  // Tells after each step how far it is, with the strays of that step that are old enough; removes
  // these when `remove` is set. Ends with the error of `tell`, and those of the content store.
  absl::Status Run(bool remove,
                   absl::FunctionRef<absl::Status(const SweepProgress& progress,
                                                  const std::vector<StrayContent>& strays)>
                       tell) const;

 private:
  ContentStore* const content_;
  const platform::Clock* const clock_;
};

}  // namespace docshare::repository
