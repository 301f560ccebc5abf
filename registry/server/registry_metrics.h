#pragma once

#include <string>

#include "platform/metrics/metrics.h"
#include "registry/commit/committer.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// Adds what a registry tells a monitoring system beside its calls; docs/operations.md says what
// each number means. All must outlive `metrics`.
void AddRegistryMetrics(const Committer* committer, const RegistryStore* store,
                        const std::string& data_dir, platform::Metrics& metrics);

}  // namespace docshare::registry
