#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "admin/client/registry_admin.h"
#include "consumer/cli/command.h"
#include "docshare/config/v1/client_profiles.pb.h"

namespace docshare::admin {

// The registry of a profile, as administrators see it.
struct Connection {
  config::v1::ClientProfile profile;
  std::unique_ptr<RegistryAdmin> registry;
};

// Reads the profile (see consumer::LoadProfile) and gets ready to talk to its registry, which is
// reached when first asked. Returns kInvalidArgument and kFailedPrecondition for faults of the
// configuration and its certificates.
absl::StatusOr<Connection> Connect(const consumer::CommandContext& context);

}  // namespace docshare::admin
