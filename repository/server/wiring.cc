#include "repository/server/wiring.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/kv/disk_reserve.h"
#include "platform/metrics/metrics_page.h"
#include "platform/rpc/channel.h"
#include "platform/rpc/server_runner.h"
#include "platform/s3/s3_credentials_file.h"
#include "repository/check/clamd_check.h"
#include "repository/check/content_checks.h"
#include "repository/check/mime_type_check.h"
#include "repository/content/local_content_store.h"
#include "repository/content/remove_orphans.h"
#include "repository/content/s3_content_store.h"
#include "repository/on_demand/document_list_generator.h"
#include "repository/server/release.h"
#include "repository/server/repository_metrics.h"

namespace docshare::repository {
namespace {

constexpr uint64_t kBlockCacheBytes = uint64_t{64} << 20;
constexpr uint64_t kWriteBufferBytes = uint64_t{32} << 20;
// Rows of documents' bytes go to blob files, rows about documents do not.
constexpr uint64_t kMinBlobBytes = uint64_t{4} << 10;

// Threads for calls, for those that are told to come back later, and for gRPC itself.
int ThreadsFor(int max_calls) {
  return max_calls + 8 + 2 * static_cast<int>(std::thread::hardware_concurrency());
}

absl::Status InFolder(const std::string& folder, const absl::Status& status) {
  return absl::Status(status.code(),
                      absl::StrCat("cannot use data_dir ", folder, ": ", status.message()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Repository>> Repository::Open(Settings settings,
                                                             platform::OperationalLog* log) {
  // Not make_unique: the constructor is private.
  std::unique_ptr<Repository> repository(new Repository(std::move(settings), log));
  absl::Status opened = repository->OpenStores();
  if (!opened.ok()) return InFolder(repository->settings_.data_dir, opened);
  if (absl::Status status = repository->ConnectRegistry(); !status.ok()) return status;
  if (absl::Status status = repository->SetUpAdministration(); !status.ok()) return status;
  if (absl::Status status = repository->TakeStock(); !status.ok()) {
    return InFolder(repository->settings_.data_dir, status);
  }
  return repository;
}

Repository::Repository(Settings settings, platform::OperationalLog* log)
    : settings_(std::move(settings)), log_(log), ledger_(&clock_) {}

absl::Status Repository::OpenStores() {
  std::error_code made;
  std::filesystem::create_directories(settings_.data_dir, made);
  if (made) return absl::FailedPreconditionError(made.message());

  auto keys = platform::KeyRing::Read(settings_.key_ring);
  if (!keys.ok()) return keys.status();
  key_ring_ = *std::move(keys);
  auto database =
      platform::RocksDbKvStore::Open({.path = absl::StrCat(settings_.data_dir, "/catalogue"),
                                      .block_cache_bytes = kBlockCacheBytes,
                                      .write_buffer_bytes = kWriteBufferBytes,
                                      .min_blob_bytes = kMinBlobBytes,
                                      .reserved_free_bytes = settings_.disk_reserve_bytes,
                                      .ballast_bytes = settings_.disk_reserve_bytes / 2,
                                      .encryption = key_ring_});
  if (!database.ok()) return database.status();
  database_ = *std::move(database);
  kv_ =
      std::make_unique<FailStopKvStore>(database_.get(), [log = log_](const absl::Status& status) {
        // What is on disk is unknown: only a new start from it is safe.
        log->Error("store_failed", {{"code", absl::StatusCodeToString(status.code())}});
        std::_Exit(EXIT_FAILURE);
      });

  auto catalogue = Catalogue::Open(kv_.get(), settings_.repository_unique_id);
  if (!catalogue.ok()) return catalogue.status();
  catalogue_ = *std::move(catalogue);
  if (absl::Status opened = OpenContent(); !opened.ok()) return opened;
  absl::StatusOr<HashAlgorithms> algorithms = HashAlgorithms::Fetch();
  if (!algorithms.ok()) return algorithms.status();
  hash_algorithms_ = std::make_unique<HashAlgorithms>(*std::move(algorithms));
  settlement_ =
      std::make_unique<Settlement>(catalogue_.get(), content_.get(), hash_algorithms_.get(), log_);
  return absl::OkStatus();
}

absl::Status Repository::OpenContent() {
  if (!settings_.s3) {
    auto content = LocalContentStore::Open({.path = absl::StrCat(settings_.data_dir, "/documents"),
                                            .reserved_free_bytes = settings_.disk_reserve_bytes,
                                            .key_encryption = key_ring_},
                                           kv_.get(), &uuids_);
    if (!content.ok()) return content.status();
    if (const size_t unmoved = (*content)->unmoved_files(); unmoved != 0) {
      log_->Warning("files_not_moved", {{"files", unmoved}});
    }
    content_ = *std::move(content);
    return absl::OkStatus();
  }
  platform::S3Options options = *settings_.s3;
  auto credentials = platform::ReadS3Credentials(settings_.s3_credentials_file);
  if (!credentials.ok()) return credentials.status();
  options.credentials = *credentials;
  auto client = platform::S3Client::Create(options, &clock_);
  if (!client.ok()) return client.status();
  s3_ = *std::move(client);
  auto content = S3ContentStore::Open({.prefix = settings_.s3_prefix, .key_encryption = key_ring_},
                                      s3_.get(), kv_.get(), &uuids_);
  if (!content.ok()) return content.status();
  content_ = *std::move(content);
  return absl::OkStatus();
}

absl::Status Repository::ConnectRegistry() {
  platform::ChannelOptions options = settings_.registry;
  options.max_receive_message_bytes = kMaxRegistryMessageBytes;
  options.max_send_message_bytes = kMaxRegistryMessageBytes;
  auto channel = platform::OpenChannel(options);
  if (!channel.ok()) return channel.status();
  registry_ = std::make_unique<GrpcRegistryClient>(*std::move(channel));
  recovery_ = std::make_unique<PendingRecovery>(PendingRecovery::Collaborators{
      catalogue_.get(), registry_.get(), settlement_.get(), &ledger_, &clock_, log_});
  if (absl::Status ready = SetUpChecks(); !ready.ok()) return ready;
  provide_ = std::make_unique<ProvideSession::Collaborators>(ProvideSession::Collaborators{
      settings_.repository_unique_id, catalogue_.get(), content_.get(), registry_.get(),
      settlement_.get(), &ledger_, &clock_, &uuids_, log_, check_.get()});
  if (const auto& list = settings_.document_list; list.has_value()) {
    generator_ = std::make_unique<DocumentListGenerator>(registry_.get(), list->custodian());
    on_demand_ = std::make_unique<OnDemandDocuments>(
        provide_.get(), generator_.get(),
        OnDemandDocuments::Options{.entry = list->entry(),
                                   .content_type_code = list->content_type_code(),
                                   .keep_snapshots = list->keep_snapshots(),
                                   .most_at_once = std::max(1, settings_.max_calls / 4),
                                   .limit = settings_.registry_wait});
  }
  retriever_ = std::make_unique<DocumentRetriever>(settings_.repository_unique_id, catalogue_.get(),
                                                   content_.get(), log_, on_demand_.get());
  remover_ =
      std::make_unique<DocumentRemover>(settings_.repository_unique_id, settlement_.get(), log_);
  service_ = std::make_unique<RepositoryService>(
      RepositoryService::Collaborators{provide_.get(), retriever_.get(), remover_.get(),
                                       &settings_.roles, &watchdog_, &clock_, log_},
      RepositoryService::Limits{settings_.max_calls, settings_.stall_limit,
                                settings_.registry_wait});
  return absl::OkStatus();
}

absl::Status Repository::SetUpChecks() {
  std::vector<std::unique_ptr<ContentCheck>> checks;
  // The cheaper one first.
  if (settings_.check_media_types) {
    auto check = MimeTypeCheck::Create();
    if (!check.ok()) return check.status();
    checks.push_back(*std::move(check));
  }
  if (!settings_.clamd_address.empty()) {
    auto check = ClamdCheck::Create({.address = settings_.clamd_address});
    if (!check.ok()) return check.status();
    // It need not run yet; until it does, documents are refused.
    if (absl::Status answers = (*check)->Ping(); !answers.ok()) {
      log_->Warning("virus_scanner_does_not_answer",
                    {{"code", absl::StatusCodeToString(answers.code())}});
    }
    checks.push_back(*std::move(check));
  }
  if (!checks.empty()) check_ = std::make_unique<ContentChecks>(std::move(checks));
  return absl::OkStatus();
}

absl::Status Repository::SetUpAdministration() {
  scrubber_ =
      std::make_unique<Scrubber>(catalogue_.get(), content_.get(), hash_algorithms_.get(), log_);
  background_scrub_ = std::make_unique<BackgroundScrub>(scrubber_.get(), catalogue_.get(), &clock_,
                                                        log_, settings_.scrub_bytes_per_second);
  rotation_ = std::make_unique<KeyRotation>(
      key_ring_.get(), settings_.key_ring,
      [database = database_.get()] { return database->RewrapKey(); }, &content_->keys(), kv_.get());
  sweep_ = std::make_unique<StraySweep>(content_.get(), &clock_);
  admin_service_ = std::make_unique<RepositoryAdminService>(RepositoryAdminService::Collaborators{
      .catalogue = catalogue_.get(),
      .content = content_.get(),
      .algorithms = hash_algorithms_.get(),
      .ledger = &ledger_,
      .key_ring = key_ring_.get(),
      .rotation = rotation_.get(),
      .scrubber = scrubber_.get(),
      .background_scrub = background_scrub_.get(),
      .on_demand = on_demand_.get(),
      .sweep = sweep_.get(),
      .roles = &settings_.roles,
      .clock = &clock_,
      .log = log_,
      .free_bytes = [folder = settings_.data_dir] { return platform::FreeDiskBytes(folder); },
      .version = kRelease,
      .repository_unique_id = settings_.repository_unique_id.ToString()});
  AddRepositoryMetrics(service_.get(), &ledger_, scrubber_.get(), settings_.data_dir, metrics_);
  return absl::OkStatus();
}

absl::Status Repository::TakeStock() {
  absl::StatusOr<size_t> pending = recovery_->TakeOnPending();
  if (!pending.ok()) return pending.status();
  absl::StatusOr<int64_t> orphans = RemoveOrphans(content_.get());
  if ((settings_.s3 && absl::IsUnavailable(orphans.status())) ||
      absl::IsResourceExhausted(orphans.status())) {
    // What is nobody's can wait for the next start; documents need not wait for it.
    log_->Warning("orphans_not_removed",
                  {{"code", absl::StatusCodeToString(orphans.status().code())}});
    orphans = 0;
  }
  if (!orphans.ok()) return orphans.status();
  absl::StatusOr<int64_t> keys = content_->keys().DestroyNoted();
  if (absl::IsResourceExhausted(keys.status())) {
    // They stay noted for the next removal, or the next start.
    log_->Warning("keys_not_destroyed", {{"code", absl::StatusCodeToString(keys.status().code())}});
    keys = 0;
  }
  if (!keys.ok()) return keys.status();
  log_->Info("repository_opened",
             {{"pending", *pending}, {"orphans_removed", *orphans}, {"keys_destroyed", *keys}});
  return absl::OkStatus();
}

absl::Status Repository::Serve(platform::ShutdownSignals& signals) {
  platform::ServerOptions options = settings_.server;
  options.max_receive_message_bytes = kMaxRepositoryMessageBytes;
  options.max_send_message_bytes = kMaxRepositoryMessageBytes;
  options.max_threads = ThreadsFor(settings_.max_calls);
  if (!settings_.metrics_address.empty()) options.metrics = &metrics_;
  options.on_drain_begins = [this] { admin_service_->BeginDrain(); };
  auto runner = platform::ServerRunner::Start(
      options,
      {{v1::RepositoryService::service_full_name(), service_.get()},
       {admin::v1::RepositoryAdminService::service_full_name(), admin_service_.get()}},
      log_);
  if (!runner.ok()) return runner.status();
  std::unique_ptr<platform::MetricsPage> page;
  if (!settings_.metrics_address.empty()) {
    auto started = platform::MetricsPage::Start(settings_.metrics_address, &metrics_, log_);
    if (!started.ok()) return started.status();
    page = *std::move(started);
  }
  recovery_->Start();
  background_scrub_->Start();
  return (*runner)->Run(signals, [this] {
    background_scrub_->Stop();
    recovery_->Stop();
  });
}

}  // namespace docshare::repository
