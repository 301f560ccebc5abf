#include "admin/cli/connection.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "consumer/cli/profile.h"
#include "platform/rpc/transport_config.h"

namespace docshare::admin {
namespace {

AdminCallOptions CallOptionsOf(const consumer::CommandContext& context) {
  AdminCallOptions options;
  if (context.options.timeout_s > 0) {
    options.call_timeout = absl::Seconds(context.options.timeout_s);
  }
  return options;
}

absl::StatusOr<RepositoryConnection> ConnectTo(const config::v1::RepositoryAddress& address,
                                               const config::v1::ClientProfile& profile,
                                               const consumer::CommandContext& context) {
  RepositoryAdminOptions options;
  options.repository = platform::ChannelOptionsFrom(address.endpoint());
  options.calls = CallOptionsOf(context);
  absl::StatusOr<std::unique_ptr<RepositoryAdmin>> repository = RepositoryAdmin::Create(options);
  if (!repository.ok()) return absl::FailedPreconditionError(repository.status().message());
  return RepositoryConnection{profile, address.repository_unique_id(), *std::move(repository)};
}

}  // namespace

absl::StatusOr<Connection> Connect(const consumer::CommandContext& context) {
  absl::StatusOr<config::v1::ClientProfile> profile = consumer::LoadProfile(context);
  if (!profile.ok()) return profile.status();
  RegistryAdminOptions options;
  options.registry = platform::ChannelOptionsFrom(profile->registry());
  options.calls = CallOptionsOf(context);
  absl::StatusOr<std::unique_ptr<RegistryAdmin>> registry = RegistryAdmin::Create(options);
  // A missing certificate is a fault of configuration, not of what was asked for.
  if (!registry.ok()) return absl::FailedPreconditionError(registry.status().message());
  return Connection{*std::move(profile), *std::move(registry)};
}

absl::StatusOr<RepositoryConnection> ConnectRepository(const consumer::CommandContext& context,
                                                       const std::string& repository_unique_id) {
  absl::StatusOr<config::v1::ClientProfile> profile = consumer::LoadProfile(context);
  if (!profile.ok()) return profile.status();
  if (repository_unique_id.empty() && profile->repositories_size() != 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the profile \"", profile->name(), "\" has ", profile->repositories_size(),
        profile->repositories().empty() ? " repositories: add one"
                                        : " repositories: name one with --repository"));
  }
  for (const config::v1::RepositoryAddress& address : profile->repositories()) {
    if (repository_unique_id.empty() || address.repository_unique_id() == repository_unique_id) {
      return ConnectTo(address, *profile, context);
    }
  }
  return absl::InvalidArgumentError(absl::StrCat("the profile \"", profile->name(),
                                                 "\" has no repository ", repository_unique_id));
}

absl::StatusOr<std::vector<RepositoryConnection>> ConnectRepositories(
    const consumer::CommandContext& context) {
  absl::StatusOr<config::v1::ClientProfile> profile = consumer::LoadProfile(context);
  if (!profile.ok()) return profile.status();
  std::vector<RepositoryConnection> connections;
  for (const config::v1::RepositoryAddress& address : profile->repositories()) {
    absl::StatusOr<RepositoryConnection> connection = ConnectTo(address, *profile, context);
    if (!connection.ok()) return connection.status();
    connections.push_back(*std::move(connection));
  }
  return connections;
}

}  // namespace docshare::admin
