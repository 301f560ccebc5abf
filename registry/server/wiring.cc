#include "registry/server/wiring.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/ids/home_community_id.h"
#include "platform/config/config_faults.h"
#include "platform/config/transport_check.h"
#include "platform/kv/rocksdb_kv_store.h"
#include "platform/metrics/metrics_page.h"
#include "platform/rpc/server_runner.h"
#include "platform/rpc/transport_config.h"
#include "registry/server/registry_metrics.h"
#include "registry/server/release.h"
#include "registry/server/validation_settings.h"
#include "registry/validation/code_files.h"

namespace docshare::registry {
namespace {

constexpr uint32_t kDefaultBlockCacheMib = 256;
constexpr uint32_t kDefaultDiskReserveMib = 256;
// Space and patient number: what every key of one patient's rows of a kind starts with. A scan of
// more than that, as over all patients, does without the filters.
constexpr uint32_t kScanPrefixBytes = 9;
constexpr uint32_t kDefaultMaxWaitingCommands = 4096;
// Largest submission that is read.
constexpr int kMaxRequestBytes = 64 << 20;

uint64_t Mebibytes(uint32_t configured, uint32_t otherwise) {
  return uint64_t{configured == 0 ? otherwise : configured} << 20;
}

std::string NewCursorKey(platform::UuidSource& random) {
  std::string key;
  for (int half = 0; half < 2; ++half) {
    const auto bytes = random.Next();
    key.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  return key;
}

// Nullopt for a role this release does not know: it grants nothing.
absl::optional<Role> ToRole(config::v1::Role role) {
  switch (role) {
    case config::v1::ROLE_PATIENT_FEED:
      return Role::kPatientFeed;
    case config::v1::ROLE_REGISTER:
      return Role::kRegister;
    case config::v1::ROLE_PROVIDE:
      return Role::kProvide;
    case config::v1::ROLE_RETRIEVE:
      return Role::kRetrieve;
    case config::v1::ROLE_UPDATE:
      return Role::kUpdate;
    case config::v1::ROLE_REMOVE:
      return Role::kRemove;
    case config::v1::ROLE_WATCH:
      return Role::kWatch;
    case config::v1::ROLE_ADMINISTER:
      return Role::kAdminister;
    case config::v1::ROLE_QUERY:
      return Role::kQuery;
    case config::v1::ROLE_ACT_FOR:
      return Role::kActFor;
    default:
      return absl::nullopt;
  }
}

// Puts the value sets of the configured files in force.
absl::Status ActivateCodes(const config::v1::RegistryConfig& config, CodeSets& codes,
                           platform::OperationalLog& log) {
  if (config.code_files().empty()) return absl::OkStatus();
  auto files = ReadCodeFiles(config.code_files());
  if (!files.ok()) return files.status();
  auto loaded = codes.Load(*files);
  if (!loaded.ok()) return loaded.status();
  log.Info("value_sets_active", {{"version", loaded->version.number},
                                 {"codes", loaded->version.sets->size()},
                                 {"fingerprint", loaded->version.sets->Fingerprint()}});
  return codes.Activate(loaded->version.number);
}

absl::StatusOr<admin::v1::RotateDatabaseKeyResponse> RotateDatabaseKey(
    platform::KeyRing& ring, const std::string& path, platform::RocksDbKvStore& database) {
  if (absl::Status read = ring.Reload(path); !read.ok()) return read;
  const absl::StatusOr<bool> rewrapped = database.RewrapKey();
  if (!rewrapped.ok()) return rewrapped.status();
  admin::v1::RotateDatabaseKeyResponse response;
  response.set_active_key_id(ring.active_key_id());
  response.set_rewrapped(*rewrapped);
  return response;
}

}  // namespace

absl::Status CheckConfig(const config::v1::RegistryConfig& config, const std::string& path) {
  platform::ConfigFaults faults;
  if (config.home_community_id().empty()) {
    faults.Missing("home_community_id", "home_community_id: \"urn:oid:2.999.1\"");
  } else if (auto community = HomeCommunityId::Parse(config.home_community_id()); !community.ok()) {
    faults.Wrong("home_community_id", "must be \"urn:oid:\" and an OID",
                 "home_community_id: \"urn:oid:2.999.1\"");
  }
  if (config.data_dir().empty()) {
    faults.Missing("data_dir", "data_dir: \"/var/lib/docshare/registry\"");
  }
  if (config.key_ring().empty()) {
    faults.Missing("key_ring",
                   "key_ring: \"/etc/docshare/key-ring.textproto\" (`docshare-admin keys new` "
                   "makes such a file)");
  }
  platform::CheckListener(config.listener(), "listener", faults);
  platform::CheckMetricsAddress(config.metrics_address(), faults);
  if (config.peers().empty()) {
    faults.Missing("peers", "peers { name: \"hospital-repository\" roles: ROLE_REGISTER }");
  }
  for (const config::v1::Peer& peer : config.peers()) {
    if (peer.name().empty()) {
      faults.Missing("peers.name", "peers { name: \"hospital-repository\" roles: ROLE_REGISTER }");
    }
    for (int role : peer.roles()) {
      if (role == config::v1::ROLE_UNSPECIFIED) {
        faults.Wrong("peers.roles", "must not be ROLE_UNSPECIFIED", "roles: ROLE_QUERY");
      }
    }
  }
  CheckValidationSettings(config, faults);
  return faults.ToStatus(path);
}

absl::StatusOr<std::unique_ptr<Registry>> Registry::Open(const config::v1::RegistryConfig& config,
                                                         platform::OperationalLog* log) {
  std::unique_ptr<Registry> registry(new Registry(config, log));
  for (const config::v1::Peer& peer : config.peers()) {
    for (int role : peer.roles()) {
      const auto known = ToRole(static_cast<config::v1::Role>(role));
      if (known) registry->roles_.Grant(peer.name(), *known);
    }
  }
  if (absl::Status status = ActivateCodes(config, registry->codes_, *log); !status.ok()) {
    return status;
  }
  std::error_code made;
  std::filesystem::create_directories(config.data_dir(), made);
  if (made) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot make data_dir ", config.data_dir(), ": ", made.message()));
  }
  platform::RocksDbOptions options;
  options.path = absl::StrCat(config.data_dir(), "/metadata");
  options.scan_prefix_bytes = kScanPrefixBytes;
  options.block_cache_bytes = Mebibytes(config.block_cache_mib(), kDefaultBlockCacheMib);
  options.reserved_free_bytes = Mebibytes(config.disk_reserve_mib(), kDefaultDiskReserveMib);
  options.ballast_bytes = options.reserved_free_bytes / 2;
  auto keys = platform::KeyRing::Read(config.key_ring());
  if (!keys.ok()) return keys.status();
  registry->key_ring_ = *std::move(keys);
  options.encryption = registry->key_ring_;
  auto kv = platform::RocksDbKvStore::Open(options);
  if (!kv.ok()) return kv.status();
  platform::RocksDbKvStore* const database = kv->get();
  auto store = RegistryStore::Open(*std::move(kv), config.home_community_id(),
                                   NewCursorKey(registry->uuids_));
  if (!store.ok()) return store.status();
  registry->store_ = *std::move(store);
  log->Info("database_opened", {{"position", registry->store_->commit_position()}});

  registry->commit_log_ = std::make_unique<platform::LocalCommitLog>(
      registry->store_->commit_position(), config.max_waiting_commands() == 0
                                               ? kDefaultMaxWaitingCommands
                                               : config.max_waiting_commands());
  registry->committer_ = std::make_unique<Committer>(
      registry->commit_log_.get(), registry->store_.get(), [log](const absl::Status& status) {
        // What is on disk is unknown: only a new start from it is safe.
        log->Error("store_failed", {{"code", absl::StatusCodeToString(status.code())}});
        std::_Exit(EXIT_FAILURE);
      });
  registry->watches_ =
      std::make_unique<DocumentWatches>(registry->store_.get(), log, DocumentWatches::Settings{});
  registry->validator_ = std::make_unique<SubmissionValidator>(
      ToValidationPolicy(config.validation()), &registry->codes_, &registry->clock_, log);
  registry->service_ = std::make_unique<RegistryService>(RegistryService::Collaborators{
      registry->store_.get(), registry->committer_.get(), &registry->roles_, &registry->clock_,
      &registry->uuids_, log, registry->watches_.get(), registry->validator_.get()});
  registry->admin_commands_ = std::make_unique<CommandSender>(registry->committer_.get(),
                                                              &registry->clock_, &registry->uuids_);
  registry->admin_service_ =
      std::make_unique<RegistryAdminService>(RegistryAdminService::Collaborators{
          registry->store_.get(), registry->committer_.get(), registry->admin_commands_.get(),
          registry->watches_.get(), &registry->roles_, &registry->clock_, log,
          [ring = registry->key_ring_.get(), path = config.key_ring(), database] {
            return RotateDatabaseKey(*ring, path, *database);
          },
          kRelease});
  registry->code_set_service_ = std::make_unique<CodeSetService>(
      &registry->codes_, &registry->config_.code_files(), &registry->roles_, log);
  AddRegistryMetrics(registry->committer_.get(), registry->store_.get(), config.data_dir(),
                     registry->metrics_);
  return registry;
}

absl::Status Registry::Serve(platform::ShutdownSignals& signals) {
  platform::ServerOptions options = platform::ServerOptionsFrom(config_.listener());
  options.max_receive_message_bytes = kMaxRequestBytes;
  options.max_send_message_bytes = kMaxRequestBytes;
  const std::string& metrics_address = config_.metrics_address();
  if (!metrics_address.empty()) options.metrics = &metrics_;
  options.on_drain_begins = [this] {
    watches_->End();
    admin_service_->BeginDrain();
  };
  auto runner = platform::ServerRunner::Start(
      options,
      {{v1::RegistryService::service_full_name(), service_.get()},
       {admin::v1::RegistryAdminService::service_full_name(), admin_service_.get()},
       {admin::v1::CodeSetService::service_full_name(), code_set_service_.get()}},
      log_);
  if (!runner.ok()) return runner.status();
  std::unique_ptr<platform::MetricsPage> page;
  if (!metrics_address.empty()) {
    auto started = platform::MetricsPage::Start(metrics_address, &metrics_, log_);
    if (!started.ok()) return started.status();
    page = *std::move(started);
  }
  return (*runner)->Run(signals, [this] { committer_->Stop(); });
}

}  // namespace docshare::registry
