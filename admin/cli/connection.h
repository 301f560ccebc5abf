#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "admin/client/registry_admin.h"
#include "admin/client/repository_admin.h"
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

// A repository of a profile.
struct RepositoryConnection {
  config::v1::ClientProfile profile;
  std::string repository_unique_id;
  std::unique_ptr<RepositoryAdmin> repository;
};

// The same for the repository with this OID; when it is empty, for the only one the profile has.
absl::StatusOr<RepositoryConnection> ConnectRepository(const consumer::CommandContext& context,
                                                       const std::string& repository_unique_id);

// For every repository of the profile, which may be none.
absl::StatusOr<std::vector<RepositoryConnection>> ConnectRepositories(
    const consumer::CommandContext& context);

}  // namespace docshare::admin
