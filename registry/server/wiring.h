#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "docshare/config/v1/registry_config.pb.h"
#include "domain/access/peer_roles.h"
#include "platform/clock/system_clock.h"
#include "platform/crypto/key_ring.h"
#include "platform/log/local_commit_log.h"
#include "platform/metrics/metrics.h"
#include "platform/operations/operational_log.h"
#include "platform/operations/shutdown_signals.h"
#include "platform/random/random_uuid_source.h"
#include "registry/admin/command_sender.h"
#include "registry/admin/service/code_set_service.h"
#include "registry/admin/service/registry_admin_service.h"
#include "registry/commit/committer.h"
#include "registry/service/document_watches.h"
#include "registry/service/registry_service.h"
#include "registry/store/registry_store.h"
#include "registry/validation/code_sets.h"
#include "registry/validation/submission_validator.h"

namespace docshare::registry {

// Everything wrong with a configuration, one line a fault; ok when it can be served.
absl::Status CheckConfig(const config::v1::RegistryConfig& config, const std::string& path);

// The registry of one configuration: builds every part and connects them. The only place in
// registry/ that names concrete classes.
class Registry {
 public:
  // Opens the database. Requires a checked configuration. `log` must outlive the registry.
  // Returns what RocksDbKvStore::Open and RegistryStore::Open return, and what reading the files of
  // codes does.
  static absl::StatusOr<std::unique_ptr<Registry>> Open(const config::v1::RegistryConfig& config,
                                                        platform::OperationalLog* log);

  // Serves until a signal arrives, then drains: running calls end, what waits is committed and
  // answered.
  absl::Status Serve(platform::ShutdownSignals& signals);

 private:
  Registry(const config::v1::RegistryConfig& config, platform::OperationalLog* log)
      : config_(config), log_(log) {}

  const config::v1::RegistryConfig config_;
  platform::OperationalLog* const log_;
  platform::SystemClock clock_;
  platform::RandomUuidSource uuids_;
  PeerRoles roles_;
  CodeSets codes_;
  std::shared_ptr<platform::KeyRing> key_ring_;
  // In the order of use; destroyed in reverse.
  std::unique_ptr<RegistryStore> store_;
  std::unique_ptr<platform::LocalCommitLog> commit_log_;
  std::unique_ptr<Committer> committer_;
  std::unique_ptr<DocumentWatches> watches_;
  std::unique_ptr<SubmissionValidator> validator_;
  std::unique_ptr<RegistryService> service_;
  std::unique_ptr<CommandSender> admin_commands_;
  std::unique_ptr<RegistryAdminService> admin_service_;
  std::unique_ptr<CodeSetService> code_set_service_;
  platform::Metrics metrics_;
};

}  // namespace docshare::registry
