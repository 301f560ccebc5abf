#include "repository/server/repository_metrics.h"

#include "platform/kv/disk_reserve.h"

namespace docshare::repository {

void AddRepositoryMetrics(const RepositoryService* service, const PendingLedger* ledger,
                          Scrubber* scrubber, const std::string& data_dir,
                          platform::Metrics& metrics) {
  metrics.AddGauge("docshare_free_disk_bytes", "Bytes free on the disk of data_dir.",
                   [data_dir] { return static_cast<double>(platform::FreeDiskBytes(data_dir)); });
  metrics.AddCounter("docshare_repository_provided_bytes_total",
                     "Bytes of documents received from sources, also of what was then refused.",
                     [service] { return static_cast<double>(service->provided_bytes()); });
  metrics.AddCounter("docshare_repository_retrieved_bytes_total",
                     "Bytes of documents sent to consumers.",
                     [service] { return static_cast<double>(service->retrieved_bytes()); });
  metrics.AddGauge("docshare_repository_pending_submissions",
                   "Submissions without an answer from the registry that no call waits for.",
                   [ledger] { return static_cast<double>(ledger->unsettled_count()); });
  metrics.AddCounter("docshare_repository_verified_documents_total",
                     "Documents read and compared with what was stored.",
                     [scrubber] { return static_cast<double>(scrubber->verified_documents()); });
  metrics.AddCounter("docshare_repository_verified_bytes_total",
                     "Bytes of documents read to verify them.",
                     [scrubber] { return static_cast<double>(scrubber->verified_bytes()); });
  metrics.AddCounter("docshare_repository_damage_found_total",
                     "How often verification came to a damaged document.",
                     [scrubber] { return static_cast<double>(scrubber->damage_found()); });
  metrics.AddGauge("docshare_repository_damaged_documents",
                   "Documents verification found damaged since the start that are still there.",
                   [scrubber] { return static_cast<double>(scrubber->damaged_documents()); });
}

}  // namespace docshare::repository
