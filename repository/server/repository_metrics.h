#pragma once

#include <string>

#include "platform/metrics/metrics.h"
#include "repository/admin/scrubber.h"
#include "repository/provide/pending_ledger.h"
#include "repository/service/repository_service.h"

namespace docshare::repository {

// Adds what a repository tells a monitoring system beside its calls; docs/operations.md says what
// each number means. All must outlive `metrics`.
void AddRepositoryMetrics(const RepositoryService* service, const PendingLedger* ledger,
                          Scrubber* scrubber, const std::string& data_dir,
                          platform::Metrics& metrics);

}  // namespace docshare::repository
