#include "gateway/server/settings.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/ids/repository_unique_id.h"
#include "platform/config/config_faults.h"
#include "platform/config/transport_check.h"
#include "platform/http/http_server_config.h"
#include "platform/rpc/transport_config.h"

namespace docshare::gateway {
namespace {

constexpr char kCommunityExample[] = "home_community_id: \"urn:oid:2.999.1\"";
constexpr char kRepositoryExample[] =
    "repositories { repository_unique_id: \"2.999.2.1\" endpoint { address: \"...\" } }";
constexpr char kAssertionExample[] = "missing_assertion: MISSING_ASSERTION_REFUSED";
constexpr char kReplyExample[] = "reply_to_prefixes: \"https://xca.example.org/\"";
// More threads than these would only wait for one another.
constexpr uint32_t kMostCalls = 1024;
constexpr uint32_t kMostConnections = 65536;
constexpr uint32_t kLongestWaitS = 3600;

uint32_t Or(uint32_t configured, uint32_t otherwise) {
  return configured == 0 ? otherwise : configured;
}

std::string Or(const std::string& configured, absl::string_view otherwise) {
  return configured.empty() ? std::string(otherwise) : configured;
}

void CheckAtMost(uint32_t value, uint32_t most, absl::string_view field, uint32_t example,
                 platform::ConfigFaults& faults) {
  if (value <= most) return;
  faults.Wrong(field, absl::StrCat("must be at most ", most), absl::StrCat(field, ": ", example));
}

// By Service.
std::vector<std::string> PathsOf(const config::v1::SoapPaths& paths) {
  return {Or(paths.registry(), "/Registry/services/RegistryService"),
          Or(paths.repository(), "/Repository/services/RepositoryService"),
          Or(paths.responding_gateway(), "/XCA/services/RespondingGatewayService")};
}

void CheckPaths(const std::vector<std::string>& paths, platform::ConfigFaults& faults) {
  for (const std::string& path : paths) {
    if (absl::StartsWith(path, "/") && path.find_first_of("?# ") == std::string::npos) continue;
    faults.Wrong("paths", "each path begins with '/' and has no '?', '#' and blank",
                 "paths { registry: \"/Registry/services/RegistryService\" }");
  }
  if (std::set<std::string>(paths.begin(), paths.end()).size() != paths.size()) {
    faults.Wrong("paths", "each service needs a path of its own",
                 "paths { registry: \"/Registry/services/RegistryService\" }");
  }
}

void CheckRepositories(const config::v1::GatewayConfig& config, platform::ConfigFaults& faults) {
  if (config.repositories().empty()) faults.Missing("repositories", kRepositoryExample);
  std::set<std::string> ids;
  for (int i = 0; i < config.repositories_size(); ++i) {
    const config::v1::RepositoryEndpoint& repository = config.repositories(i);
    const std::string field = absl::StrCat("repositories[", i, "]");
    if (!RepositoryUniqueId::Parse(repository.repository_unique_id()).ok()) {
      faults.Wrong(absl::StrCat(field, ".repository_unique_id"), "must be an OID",
                   kRepositoryExample);
    } else if (!ids.insert(repository.repository_unique_id()).second) {
      faults.Wrong(absl::StrCat(field, ".repository_unique_id"), "is there twice",
                   kRepositoryExample);
    }
    platform::CheckEndpoint(repository.endpoint(), absl::StrCat(field, ".endpoint"), faults);
  }
}

void CheckReplyTo(const config::v1::GatewayConfig& config, platform::ConfigFaults& faults) {
  for (const std::string& prefix : config.reply_to_prefixes()) {
    const bool is_https = absl::StartsWith(prefix, "https://");
    absl::string_view rest = prefix;
    rest.remove_prefix(std::min(rest.size(), rest.find("://") + 3));
    // A prefix that ends in the middle of a host name would let other hosts through.
    if ((!is_https && !absl::StartsWith(prefix, "http://")) || !absl::StrContains(rest, "/")) {
      faults.Wrong("reply_to_prefixes", "each is a URL with a whole host and a '/' behind it",
                   kReplyExample);
    }
  }
}

absl::optional<Settings::Feed> CheckedFeed(const config::v1::Mllp& mllp,
                                           platform::ConfigFaults& faults) {
  platform::CheckListener(mllp.listener(), "mllp.listener", faults);
  const auto community = CommunityAuthoritiesFrom(mllp);
  if (!community.ok()) {
    faults.Wrong("mllp", community.status().message(),
                 "mllp { assigning_authorities: \"2.16.578.1.12.4.1.4.1\" }");
    return absl::nullopt;
  }
  return Settings::Feed{MllpServerOptionsFrom(mllp), *community};
}

}  // namespace

absl::StatusOr<Settings> CheckedSettings(const config::v1::GatewayConfig& config,
                                         absl::string_view name) {
  platform::ConfigFaults faults;
  const auto community = HomeCommunityId::Parse(config.home_community_id());
  if (config.home_community_id().empty()) {
    faults.Missing("home_community_id", kCommunityExample);
  } else if (!community.ok()) {
    faults.Wrong("home_community_id", "must be \"urn:oid:\" and an OID", kCommunityExample);
  }
  platform::CheckEndpoint(config.registry(), "registry", faults);
  CheckRepositories(config, faults);
  platform::CheckListener(config.soap(), "soap", faults);
  const std::vector<std::string> paths = PathsOf(config.paths());
  CheckPaths(paths, faults);
  if (config.missing_assertion() != config::v1::MISSING_ASSERTION_REFUSED &&
      config.missing_assertion() != config::v1::MISSING_ASSERTION_ALLOWED) {
    faults.Missing("missing_assertion", kAssertionExample);
  }
  CheckReplyTo(config, faults);
  absl::optional<Settings::Feed> feed;
  if (config.has_mllp()) feed = CheckedFeed(config.mllp(), faults);
  CheckAtMost(config.max_calls(), kMostCalls, "max_calls", 64, faults);
  CheckAtMost(config.max_connections(), kMostConnections, "max_connections", 1024, faults);
  CheckAtMost(config.stall_limit_s(), kLongestWaitS, "stall_limit_s", 30, faults);
  if (absl::Status status = faults.ToStatus(name); !status.ok()) return status;

  Settings settings{.community = *community,
                    .registry = platform::ChannelOptionsFrom(config.registry())};
  for (const config::v1::RepositoryEndpoint& repository : config.repositories()) {
    settings.repositories.push_back(
        {repository.repository_unique_id(), platform::ChannelOptionsFrom(repository.endpoint())});
  }
  settings.http = platform::HttpServerOptionsFrom(config.soap());
  settings.http.max_calls = static_cast<int>(Or(config.max_calls(), 64));
  settings.http.max_waiting_calls = settings.http.max_calls;
  settings.http.max_connections = static_cast<int>(Or(config.max_connections(), 1024));
  settings.http.stall_time = absl::Seconds(Or(config.stall_limit_s(), 30));
  settings.drain = absl::Seconds(Or(config.soap().drain_s(), 20));
  settings.soap.paths = paths;
  settings.soap.scheme = config.soap().plaintext_on_loopback() ? "http" : "https";
  settings.soap.refuse_missing_assertion =
      config.missing_assertion() == config::v1::MISSING_ASSERTION_REFUSED;
  settings.delivery.allowed_prefixes = {config.reply_to_prefixes().begin(),
                                        config.reply_to_prefixes().end()};
  settings.delivery.post.certificate_chain = config.reply_tls().certificate_chain();
  settings.delivery.post.private_key = config.reply_tls().private_key();
  settings.delivery.post.trusted_authorities = config.reply_tls().trusted_authorities();
  settings.feed = std::move(feed);
  return settings;
}

}  // namespace docshare::gateway
