#include "admin/cli/connection.h"

#include <utility>

#include "consumer/cli/profile.h"
#include "platform/rpc/transport_config.h"

namespace docshare::admin {

absl::StatusOr<Connection> Connect(const consumer::CommandContext& context) {
  absl::StatusOr<config::v1::ClientProfile> profile = consumer::LoadProfile(context);
  if (!profile.ok()) return profile.status();
  RegistryAdminOptions options;
  options.registry = platform::ChannelOptionsFrom(profile->registry());
  if (context.options.timeout_s > 0) {
    options.call_timeout = absl::Seconds(context.options.timeout_s);
  }
  absl::StatusOr<std::unique_ptr<RegistryAdmin>> registry = RegistryAdmin::Create(options);
  // A missing certificate is a fault of configuration, not of what was asked for.
  if (!registry.ok()) return absl::FailedPreconditionError(registry.status().message());
  return Connection{*std::move(profile), *std::move(registry)};
}

}  // namespace docshare::admin
