#pragma once

#include <cstddef>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/clock/system_clock.h"
#include "platform/crypto/key_ring.h"
#include "platform/kv/rocksdb_kv_store.h"
#include "platform/metrics/metrics.h"
#include "platform/operations/operational_log.h"
#include "platform/operations/shutdown_signals.h"
#include "platform/random/random_uuid_source.h"
#include "platform/rpc/stream_watchdog.h"
#include "platform/s3/s3_client.h"
#include "repository/admin/background_scrub.h"
#include "repository/admin/key_rotation.h"
#include "repository/admin/scrubber.h"
#include "repository/admin/service/repository_admin_service.h"
#include "repository/admin/stray_sweep.h"
#include "repository/catalogue/catalogue.h"
#include "repository/check/content_check.h"
#include "repository/content/content_hasher.h"
#include "repository/content/content_store.h"
#include "repository/on_demand/document_generator.h"
#include "repository/on_demand/on_demand_documents.h"
#include "repository/provide/pending_ledger.h"
#include "repository/provide/pending_recovery.h"
#include "repository/provide/provide_session.h"
#include "repository/provide/settlement.h"
#include "repository/registry_client/grpc_registry_client.h"
#include "repository/removal/document_remover.h"
#include "repository/retrieve/document_retriever.h"
#include "repository/server/fail_stop_kv_store.h"
#include "repository/server/settings.h"
#include "repository/service/repository_service.h"

namespace docshare::repository {

// The repository of one configuration: builds every part and connects them. The only place in
// repository/ that names concrete classes.
//
// The data folder holds `catalogue` (RocksDB: rows, and documents of up to 256 KiB) and `documents`
// (a file for each larger one).
class Repository {
 public:
  // Opens the data folder, takes on what is pending, removes what is nobody's and destroys
  // the keys of removed documents. `log` must
  // outlive the repository.
  //
  // Returns kUnavailable when another process uses the data folder, kFailedPrecondition when it
  // cannot be made or is another repository's, the errors of OpenChannel, and those of the stores.
  static absl::StatusOr<std::unique_ptr<Repository>> Open(Settings settings,
                                                          platform::OperationalLog* log);

  // Serves until a signal or a request arrives, then drains. What is pending goes on being
  // settled meanwhile.
  absl::Status Serve(platform::ShutdownSignals& signals);

  // How many submissions wait for the registry without a call that waits for them.
  size_t unsettled_count() const { return ledger_.unsettled_count(); }

 private:
  Repository(Settings settings, platform::OperationalLog* log);

  absl::Status OpenStores();
  absl::Status OpenContent();
  absl::Status ConnectRegistry();
  absl::Status SetUpChecks();
  absl::Status SetUpAdministration();
  absl::Status TakeStock();

  const Settings settings_;
  platform::OperationalLog* const log_;
  const platform::SystemClock clock_;
  platform::RandomUuidSource uuids_;
  PendingLedger ledger_;
  std::shared_ptr<platform::KeyRing> key_ring_;
  // In the order of use; destroyed in reverse.
  std::unique_ptr<platform::RocksDbKvStore> database_;
  std::unique_ptr<FailStopKvStore> kv_;
  std::unique_ptr<Catalogue> catalogue_;
  // Null without a bucket.
  std::unique_ptr<platform::S3Client> s3_;
  std::unique_ptr<ContentStore> content_;
  std::unique_ptr<HashAlgorithms> hash_algorithms_;
  std::unique_ptr<Settlement> settlement_;
  std::unique_ptr<GrpcRegistryClient> registry_;
  std::unique_ptr<PendingRecovery> recovery_;
  // Null when nothing is checked.
  std::unique_ptr<ContentCheck> check_;
  std::unique_ptr<ProvideSession::Collaborators> provide_;
  // Null when nothing is made on demand.
  std::unique_ptr<DocumentGenerator> generator_;
  std::unique_ptr<OnDemandDocuments> on_demand_;
  std::unique_ptr<DocumentRetriever> retriever_;
  platform::StreamWatchdog watchdog_;
  std::unique_ptr<DocumentRemover> remover_;
  std::unique_ptr<RepositoryService> service_;
  std::unique_ptr<Scrubber> scrubber_;
  std::unique_ptr<BackgroundScrub> background_scrub_;
  std::unique_ptr<KeyRotation> rotation_;
  std::unique_ptr<StraySweep> sweep_;
  std::unique_ptr<RepositoryAdminService> admin_service_;
  platform::Metrics metrics_;
};

}  // namespace docshare::repository
