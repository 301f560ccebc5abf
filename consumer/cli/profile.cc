#include "consumer/cli/profile.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/config/config_faults.h"
#include "platform/config/text_config.h"
#include "platform/config/transport_check.h"
#include "platform/rpc/transport_config.h"

namespace docshare::consumer {
namespace {

using docshare::config::v1::ClientProfile;
using docshare::config::v1::ClientProfiles;
using docshare::config::v1::Endpoint;

constexpr char kFileName[] = "docshare/profiles.textproto";

// A fault of configuration whatever its cause: a missing certificate is no missing document.
absl::Status AsConfigurationError(const absl::Status& status) {
  return absl::FailedPreconditionError(status.message());
}

absl::StatusOr<ClientProfile> Choose(const ClientProfiles& profiles, const std::string& path,
                                     const std::string& wanted) {
  const std::string& name = wanted.empty() ? profiles.default_profile() : wanted;
  if (profiles.profiles().empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": there is no profile; `docshare --help` shows one"));
  }
  if (name.empty()) return profiles.profiles(0);
  std::set<std::string> names;
  for (const ClientProfile& profile : profiles.profiles()) {
    if (profile.name() == name) return profile;
    names.insert(profile.name());
  }
  return absl::InvalidArgumentError(absl::StrCat(path, ": there is no profile \"", name,
                                                 "\"; there are: ", absl::StrJoin(names, ", ")));
}

void ResolvePath(const std::string& folder, std::string* path) {
  if (!path->empty() && path->front() != '/') *path = absl::StrCat(folder, *path);
}

void ResolvePaths(const std::string& folder, Endpoint* endpoint) {
  if (!endpoint->has_tls()) return;
  ResolvePath(folder, endpoint->mutable_tls()->mutable_certificate_chain());
  ResolvePath(folder, endpoint->mutable_tls()->mutable_private_key());
  ResolvePath(folder, endpoint->mutable_tls()->mutable_trusted_authorities());
}

absl::Status CheckProfile(const std::string& path, const ClientProfile& profile) {
  platform::ConfigFaults faults;
  platform::CheckEndpoint(profile.registry(), "registry", faults);
  std::set<std::string> known;
  for (int i = 0; i < profile.repositories_size(); ++i) {
    const std::string field = absl::StrCat("repositories[", i, "]");
    const auto& repository = profile.repositories(i);
    if (repository.repository_unique_id().empty()) {
      faults.Missing(absl::StrCat(field, ".repository_unique_id"),
                     "repository_unique_id: \"1.2.3.4\"");
    } else if (!known.insert(repository.repository_unique_id()).second) {
      faults.Wrong(absl::StrCat(field, ".repository_unique_id"), "names a repository twice",
                   "repository_unique_id: \"1.2.3.4\"");
    }
    platform::CheckEndpoint(repository.endpoint(), absl::StrCat(field, ".endpoint"), faults);
  }
  if (!profile.publish_to().empty() && known.count(profile.publish_to()) == 0) {
    faults.Wrong("publish_to", "must name one of the repositories", "publish_to: \"1.2.3.4\"");
  }
  return faults.ToStatus(
      profile.name().empty() ? path : absl::StrCat(path, ", profile \"", profile.name(), "\""));
}

CallLimits LimitsOf(const GlobalOptions& options) {
  CallLimits limits;
  if (options.timeout_s > 0) {
    limits.call_timeout = absl::Seconds(options.timeout_s);
    limits.stall_timeout = absl::Seconds(options.timeout_s);
  }
  return limits;
}

}  // namespace

absl::StatusOr<std::string> ConfigPath(const GlobalOptions& options,
                                       const Environment& environment) {
  if (!options.config.empty()) return options.config;
  for (const auto& [variable, file] :
       {std::pair<absl::string_view, std::string>{"DOCSHARE_CONFIG", ""},
        {"XDG_CONFIG_HOME", absl::StrCat("/", kFileName)},
        {"HOME", absl::StrCat("/.config/", kFileName)}}) {
    absl::optional<std::string> value = environment(variable);
    if (value.has_value() && !value->empty()) return *value + file;
  }
  return absl::InvalidArgumentError("no configuration: give --config FILE or set $DOCSHARE_CONFIG");
}

absl::StatusOr<ClientProfile> LoadProfile(const CommandContext& context) {
  absl::StatusOr<std::string> path = ConfigPath(context.options, context.environment);
  if (!path.ok()) return path.status();
  ClientProfiles profiles;
  absl::Status read = platform::ReadTextConfig(*path, &profiles);
  if (absl::IsNotFound(read)) {
    return absl::InvalidArgumentError(
        absl::StrCat("there is no configuration ", *path,
                     ": write one (`docshare --help` shows how) or give --config FILE"));
  }
  if (!read.ok()) return AsConfigurationError(read);
  absl::StatusOr<ClientProfile> profile = Choose(profiles, *path, context.options.profile);
  if (!profile.ok()) return profile;
  absl::Status check = CheckProfile(*path, *profile);
  if (!check.ok()) return check;

  const std::string folder = path->substr(0, path->rfind('/') + 1);
  ResolvePaths(folder, profile->mutable_registry());
  for (auto& repository : *profile->mutable_repositories()) {
    ResolvePaths(folder, repository.mutable_endpoint());
  }
  context.Tell(absl::StrCat("profile \"", profile->name(), "\" of ", *path, ", registry at ",
                            profile->registry().address()));
  return profile;
}

absl::StatusOr<std::unique_ptr<DocumentConsumer>> ConnectConsumer(const ClientProfile& profile,
                                                                  const GlobalOptions& options) {
  ConsumerOptions client;
  client.registry = platform::ChannelOptionsFrom(profile.registry());
  for (const auto& repository : profile.repositories()) {
    client.repositories.push_back(
        {repository.repository_unique_id(), platform::ChannelOptionsFrom(repository.endpoint())});
  }
  client.limits = LimitsOf(options);
  auto consumer = DocumentConsumer::Create(client);
  if (!consumer.ok()) return AsConfigurationError(consumer.status());
  return consumer;
}

absl::StatusOr<std::unique_ptr<PatientFeed>> ConnectPatientFeed(const ClientProfile& profile,
                                                                const GlobalOptions& options) {
  PatientFeedOptions client;
  client.registry = platform::ChannelOptionsFrom(profile.registry());
  client.limits = LimitsOf(options);
  auto feed = PatientFeed::Create(client);
  if (!feed.ok()) return AsConfigurationError(feed.status());
  return feed;
}

absl::StatusOr<std::unique_ptr<DocumentSource>> ConnectSource(const ClientProfile& profile,
                                                              const GlobalOptions& options) {
  for (const auto& repository : profile.repositories()) {
    if (!profile.publish_to().empty() &&
        profile.publish_to() != repository.repository_unique_id()) {
      continue;
    }
    SourceOptions client;
    client.repository = platform::ChannelOptionsFrom(repository.endpoint());
    client.limits = LimitsOf(options);
    auto source = DocumentSource::Create(std::move(client));
    if (!source.ok()) return AsConfigurationError(source.status());
    return source;
  }
  return absl::InvalidArgumentError(
      "the profile has no repository to publish to: add repositories { ... } to it");
}

}  // namespace docshare::consumer
