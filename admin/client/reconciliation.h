#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "admin/client/admin_call.h"
#include "admin/client/registry_admin.h"
#include "admin/client/repository_admin.h"

namespace docshare::admin {

// Where a registry and one of its repositories do not agree, by uniqueIds.
struct Disagreement {
  // Registered, and the repository has no such document.
  std::vector<std::string> without_bytes;
  // Registered with another size or hash than the repository's document has.
  std::vector<std::string> other_bytes;
  // Stored, and the registry knows nothing of it.
  std::vector<std::string> unregistered;

  bool empty() const {
    return without_bytes.empty() && other_bytes.empty() && unregistered.empty();
  }
};

// How far a comparison is.
using ReconciliationProgress =
    std::function<absl::Status(absl::string_view step, uint64_t documents)>;

// Compares every stable document that the registry lists for the repository with what the
// repository stores, and the other way round. Both go on serving: what seems wrong is looked at
// again after `grace`, so that what is just being published or removed is not told. Runs until it
// is done, or `progress` or `stop` returns an error.
absl::StatusOr<Disagreement> Reconcile(RegistryAdmin& registry, RepositoryAdmin& repository,
                                       const std::string& repository_unique_id,
                                       absl::Duration grace, const ReconciliationProgress& progress,
                                       const StopCheck& stop);

}  // namespace docshare::admin
