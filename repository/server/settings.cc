#include "repository/server/settings.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "domain/ids/oid.h"
#include "platform/config/config_faults.h"
#include "platform/config/transport_check.h"
#include "platform/rpc/transport_config.h"
#include "platform/s3/s3_endpoint.h"
#include "repository/check/clamd_address.h"

namespace docshare::repository {
namespace {

constexpr char kUniqueIdExample[] = "repository_unique_id: \"2.16.578.1.12.4.5.100\"";
constexpr char kPeerExample[] = "peers { name: \"hospital\" roles: ROLE_PROVIDE }";
// Bounds that keep a typing mistake from becoming a server that cannot work.
constexpr uint32_t kMostCalls = 10'000;
constexpr uint32_t kLongestWaitS = 3'600;
constexpr uint32_t kFastestScrubMib = 100'000;

uint32_t Or(uint32_t configured, uint32_t otherwise) {
  return configured == 0 ? otherwise : configured;
}

void CheckAtMost(uint32_t value, uint32_t most, absl::string_view field, uint32_t example,
                 platform::ConfigFaults& faults) {
  if (value <= most) return;
  faults.Wrong(field, absl::StrCat("must be at most ", most), absl::StrCat(field, ": ", example));
}

// The role, if it is one of a repository.
absl::optional<Role> RoleOf(int role) {
  switch (role) {
    case config::v1::ROLE_PROVIDE:
      return Role::kProvide;
    case config::v1::ROLE_RETRIEVE:
      return Role::kRetrieve;
    case config::v1::ROLE_REMOVE:
      return Role::kRemove;
    case config::v1::ROLE_ADMINISTER:
      return Role::kAdminister;
    case config::v1::ROLE_ACT_FOR:
      return Role::kActFor;
    default:
      return absl::nullopt;
  }
}

void CheckPeers(const config::v1::RepositoryConfig& config, platform::ConfigFaults& faults) {
  if (config.peers().empty()) faults.Missing("peers", kPeerExample);
  for (int i = 0; i < config.peers_size(); ++i) {
    const config::v1::Peer& peer = config.peers(i);
    const std::string field = absl::StrCat("peers[", i, "]");
    if (peer.name().empty()) faults.Missing(absl::StrCat(field, ".name"), kPeerExample);
    if (peer.roles().empty()) faults.Missing(absl::StrCat(field, ".roles"), kPeerExample);
    for (int role : peer.roles()) {
      if (RoleOf(role)) continue;
      faults.Wrong(
          absl::StrCat(field, ".roles"),
          "must be ROLE_PROVIDE, ROLE_RETRIEVE, ROLE_REMOVE, ROLE_ADMINISTER or ROLE_ACT_FOR",
          kPeerExample);
    }
  }
}

PeerRoles RolesOf(const config::v1::RepositoryConfig& config) {
  PeerRoles roles;
  for (const config::v1::Peer& peer : config.peers()) {
    for (int role : peer.roles()) {
      if (const absl::optional<Role> known = RoleOf(role)) roles.Grant(peer.name(), *known);
    }
  }
  return roles;
}

void CheckBucket(const config::v1::S3Bucket& s3, platform::ConfigFaults& faults) {
  constexpr char kEndpointExample[] = "s3 { endpoint: \"https://s3.example.org\" }";
  if (s3.endpoint().empty()) {
    faults.Missing("s3.endpoint", kEndpointExample);
  } else if (const auto endpoint = platform::ParseS3Endpoint(s3.endpoint()); !endpoint.ok()) {
    faults.Wrong("s3.endpoint", endpoint.status().message(), kEndpointExample);
  }
  if (s3.bucket().empty()) faults.Missing("s3.bucket", "s3 { bucket: \"docshare-hospital\" }");
  if (s3.credentials_file().empty()) {
    faults.Missing("s3.credentials_file",
                   "s3 { credentials_file: \"/etc/docshare/s3-credentials.textproto\" }");
  }
}

void CheckDocumentList(const config::v1::DocumentList& list, platform::ConfigFaults& faults) {
  constexpr char kCodeExample[] = "class_code { code: \"...\" code_system: \"...\" }";
  metadata::v1::DocumentEntry entry = list.entry();
  const auto required = [&](absl::string_view field, bool there, absl::string_view example) {
    if (!there) faults.Missing(absl::StrCat("document_list.", field), example);
  };
  required("entry.title", entry.has_title(), "title { localized { value: \"Documents\" } }");
  required("entry.class_code", entry.has_class_code(), kCodeExample);
  required("entry.type_code", entry.has_type_code(), kCodeExample);
  required("entry.format_code", entry.has_format_code(), kCodeExample);
  required("entry.confidentiality_codes", !entry.confidentiality_codes().empty(), kCodeExample);
  required("entry.healthcare_facility_type_code", entry.has_healthcare_facility_type_code(),
           kCodeExample);
  required("entry.practice_setting_code", entry.has_practice_setting_code(), kCodeExample);
  required("entry.language_code", !entry.language_code().empty(), "language_code: \"nb-NO\"");
  required("content_type_code", list.has_content_type_code(), kCodeExample);
  required("custodian",
           !list.custodian().name().empty() &&
               (Oid::Parse(list.custodian().id()).ok() ||
                (!list.custodian().id().empty() &&
                 Oid::Parse(list.custodian().assigning_authority().universal_id()).ok())),
           "custodian { name: \"Testsykehuset HF\" id: \"100000016\" assigning_authority { "
           "universal_id: \"2.16.578.1.12.4.1.4.101\" universal_id_type: \"ISO\" } }");
  entry.clear_title();
  entry.clear_class_code();
  entry.clear_type_code();
  entry.clear_format_code();
  entry.clear_confidentiality_codes();
  entry.clear_healthcare_facility_type_code();
  entry.clear_practice_setting_code();
  entry.clear_language_code();
  entry.clear_authors();
  entry.clear_event_codes();
  if (entry.ByteSizeLong() != 0) {
    faults.Wrong(
        "document_list.entry",
        absl::StrCat("must leave the rest to the repository; it has ", entry.ShortDebugString()),
        "entry { title { ... } class_code { ... } ... }");
  }
}

void TakeBucket(const config::v1::S3Bucket& s3, Settings& settings) {
  platform::S3Options options;
  options.endpoint = s3.endpoint();
  if (!s3.region().empty()) options.region = s3.region();
  options.bucket = s3.bucket();
  options.ca_file = s3.trusted_authorities();
  settings.s3 = options;
  settings.s3_prefix = s3.prefix();
  settings.s3_credentials_file = s3.credentials_file();
}

}  // namespace

absl::StatusOr<Settings> CheckedSettings(const config::v1::RepositoryConfig& config,
                                         absl::string_view name) {
  platform::ConfigFaults faults;
  absl::StatusOr<RepositoryUniqueId> unique_id =
      RepositoryUniqueId::Parse(config.repository_unique_id());
  if (config.repository_unique_id().empty()) {
    faults.Missing("repository_unique_id", kUniqueIdExample);
  } else if (!unique_id.ok()) {
    faults.Wrong("repository_unique_id", "must be an OID", kUniqueIdExample);
  }
  if (config.data_dir().empty()) {
    faults.Missing("data_dir", "data_dir: \"/var/lib/docshare/repository\"");
  }
  if (config.key_ring().empty()) {
    faults.Missing("key_ring",
                   "key_ring: \"/etc/docshare/key-ring.textproto\" (`docshare-admin keys new` "
                   "makes such a file)");
  }
  platform::CheckListener(config.listener(), "listener", faults);
  platform::CheckEndpoint(config.registry(), "registry", faults);
  platform::CheckMetricsAddress(config.metrics_address(), faults);
  CheckPeers(config, faults);
  if (!config.clamd_address().empty() && !ParseClamdAddress(config.clamd_address()).ok()) {
    faults.Wrong("clamd_address", "must be \"unix:\" and a path, or an address of this machine",
                 "clamd_address: \"unix:/run/clamav/clamd.ctl\"");
  }
  if (config.has_s3()) CheckBucket(config.s3(), faults);
  if (config.has_document_list()) CheckDocumentList(config.document_list(), faults);
  CheckAtMost(config.max_calls(), kMostCalls, "max_calls", 128, faults);
  CheckAtMost(config.scrub_mib_per_s(), kFastestScrubMib, "scrub_mib_per_s", 8, faults);
  CheckAtMost(config.stall_limit_s(), kLongestWaitS, "stall_limit_s", 30, faults);
  CheckAtMost(config.registry_wait_s(), kLongestWaitS, "registry_wait_s", 20, faults);
  if (absl::Status status = faults.ToStatus(name); !status.ok()) return status;

  Settings settings{
      .repository_unique_id = *std::move(unique_id),
      .data_dir = config.data_dir(),
      .key_ring = config.key_ring(),
      .server = platform::ServerOptionsFrom(config.listener()),
      .metrics_address = config.metrics_address(),
      .registry = platform::ChannelOptionsFrom(config.registry()),
      .roles = RolesOf(config),
      .disk_reserve_bytes = uint64_t{Or(config.disk_reserve_mib(), 256)} << 20,
      .scrub_bytes_per_second = uint64_t{Or(config.scrub_mib_per_s(), 8)} << 20,
      .check_media_types = config.check_media_types(),
      .clamd_address = config.clamd_address(),
      .max_calls = static_cast<int>(Or(config.max_calls(), 128)),
      .stall_limit = absl::Seconds(Or(config.stall_limit_s(), 30)),
      .registry_wait = absl::Seconds(Or(config.registry_wait_s(), 20)),
  };
  if (config.has_s3()) TakeBucket(config.s3(), settings);
  if (config.has_document_list()) settings.document_list = config.document_list();
  return settings;
}

}  // namespace docshare::repository
