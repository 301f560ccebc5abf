#include "registry/server/registry_metrics.h"

#include "platform/kv/disk_reserve.h"

namespace docshare::registry {

void AddRegistryMetrics(const Committer* committer, const RegistryStore* store,
                        const std::string& data_dir, platform::Metrics& metrics) {
  metrics.AddGauge("docshare_free_disk_bytes", "Bytes free on the disk of data_dir.",
                   [data_dir] { return static_cast<double>(platform::FreeDiskBytes(data_dir)); });
  metrics.AddCounter("docshare_registry_committed_commands_total",
                     "Commands decided and durable since the start, refused ones among them.",
                     [committer] { return static_cast<double>(committer->commands()); });
  metrics.AddHistogram(
      "docshare_registry_commit_duration_seconds",
      "Time to write a group of commands to the disk and sync it; a group shares one sync.",
      &committer->commit_seconds());
  metrics.AddGauge("docshare_registry_waiting_commands",
                   "Commands on their way to the disk, whose callers wait.",
                   [committer] { return static_cast<double>(committer->waiting()); });
  metrics.AddGauge("docshare_registry_commit_position",
                   "Position of the last command in the database; survives restarts.",
                   [store] { return static_cast<double>(store->commit_position()); });
}

}  // namespace docshare::registry
