#include "registry/server/wiring.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/ids/home_community_id.h"
#include "platform/config/config_faults.h"
#include "platform/config/transport_check.h"
#include "platform/kv/rocksdb_kv_store.h"
#include "platform/rpc/server_runner.h"
#include "platform/rpc/transport_config.h"

namespace docshare::registry {
namespace {

constexpr uint32_t kDefaultBlockCacheMib = 256;
constexpr uint32_t kDefaultDiskReserveMib = 256;
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

Role ToRole(config::v1::Role role) {
  switch (role) {
    case config::v1::ROLE_PATIENT_FEED:
      return Role::kPatientFeed;
    case config::v1::ROLE_REGISTER:
      return Role::kRegister;
    case config::v1::ROLE_PROVIDE:
      return Role::kProvide;
    case config::v1::ROLE_RETRIEVE:
      return Role::kRetrieve;
    default:
      return Role::kQuery;
  }
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
  platform::CheckListener(config.listener(), "listener", faults);
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
  return faults.ToStatus(path);
}

absl::StatusOr<std::unique_ptr<Registry>> Registry::Open(const config::v1::RegistryConfig& config,
                                                         platform::OperationalLog* log) {
  std::unique_ptr<Registry> registry(new Registry(config, log));
  for (const config::v1::Peer& peer : config.peers()) {
    for (int role : peer.roles()) {
      registry->roles_.Grant(peer.name(), ToRole(static_cast<config::v1::Role>(role)));
    }
  }
  std::error_code made;
  std::filesystem::create_directories(config.data_dir(), made);
  if (made) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot make data_dir ", config.data_dir(), ": ", made.message()));
  }
  platform::RocksDbOptions options;
  options.path = absl::StrCat(config.data_dir(), "/metadata");
  options.block_cache_bytes = Mebibytes(config.block_cache_mib(), kDefaultBlockCacheMib);
  options.reserved_free_bytes = Mebibytes(config.disk_reserve_mib(), kDefaultDiskReserveMib);
  auto kv = platform::RocksDbKvStore::Open(options);
  if (!kv.ok()) return kv.status();
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
  registry->service_ = std::make_unique<RegistryService>(
      RegistryService::Collaborators{registry->store_.get(), registry->committer_.get(),
                                     &registry->roles_, &registry->clock_, &registry->uuids_, log});
  return registry;
}

absl::Status Registry::Serve(platform::ShutdownSignals& signals) {
  platform::ServerOptions options = platform::ServerOptionsFrom(config_.listener());
  options.max_receive_message_bytes = kMaxRequestBytes;
  options.max_send_message_bytes = kMaxRequestBytes;
  auto runner = platform::ServerRunner::Start(
      options, {{v1::RegistryService::service_full_name(), service_.get()}}, log_);
  if (!runner.ok()) return runner.status();
  return (*runner)->Run(signals, [this] { committer_->Stop(); });
}

}  // namespace docshare::registry
