#pragma once

#include <grpcpp/channel.h>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "consumer/client/call_limits.h"
#include "consumer/client/document_consumer.h"
#include "consumer/client/document_source.h"
#include "consumer/client/patient_feed.h"
#include "docshare/config/v1/client_profiles.pb.h"
#include "docshare/config/v1/registry_config.pb.h"
#include "docshare/config/v1/repository_config.pb.h"
#include "docshare/registry/v1/registry_service.grpc.pb.h"
#include "docshare/repository/v1/repository_service.grpc.pb.h"
#include "platform/rpc/channel.h"
#include "platform/rpc/testing/dev_certificates.h"
#include "tests/stack/server_process.h"

namespace docshare::tests {

// Systems with a certificate, and what they may do.
inline constexpr char kHospital[] = "hospital";          // Query, provide to 0, retrieve anywhere.
inline constexpr char kMunicipality[] = "municipality";  // Query, provide to 1, retrieve anywhere.
inline constexpr char kAdmin[] = "admin";                // Feed patients, query, administer.
inline constexpr char kNobody[] = "nobody";              // Nothing.
inline constexpr char kExpired[] = "expired";  // As kHospital, but its certificate is old.

inline constexpr int kRepositories = 2;
// Names of the repositories' certificates: with these they register.
inline constexpr std::array<const char*, kRepositories> kRepositorySystems = {
    "hospital-repository", "municipal-repository"};
inline constexpr std::array<const char*, kRepositories> kRepositoryOids = {"2.999.2.1",
                                                                           "2.999.2.2"};
inline constexpr char kCommunity[] = "urn:oid:2.999.1";

struct StackOptions {
  // How long a repository waits for the registry before it says XDSRegistryNotAvailable.
  uint32_t registry_wait_s = 20;
  // "NAME=value" for all servers, besides the environment of the test.
  std::vector<std::string> server_environment;
  // Changes to the configurations before the servers start.
  std::function<void(config::v1::RegistryConfig&)> change_registry;
  std::function<void(int repository, config::v1::RepositoryConfig&)> change_repository;
};

// A community for one test: one registry and two repositories, real processes that speak mutual
// TLS on 127.0.0.1, with data below the test's temporary folder. All end with this object, and the
// data go with it.
//
// Start, Kill and Terminate on one thread; making clients is thread-safe. What makes a client
// aborts when it cannot, which only a wrong test can cause.
class Stack {
 public:
  // Makes certificates and configurations and starts all servers.
  static absl::StatusOr<std::unique_ptr<Stack>> Start(const StackOptions& options = {});
  ~Stack();

  const std::string& folder() const { return folder_; }
  // The key ring of every server, TestKeyRing() at first.
  std::string key_ring() const { return folder_ + "/key-ring"; }
  platform::DevCertificates& certificates() { return certificates_; }

  ServerProcess& registry() { return *registry_; }
  ServerProcess& repository(int i) { return *repositories_[static_cast<size_t>(i)]; }
  std::array<ServerProcess*, 1 + kRepositories> servers();
  // Where a repository has its data: below folder(), unless StackOptions say otherwise.
  std::string RepositoryDataDir(int i) const { return RepositoryConfig(i).data_dir(); }

  // Log of one server, of all its lives.
  absl::StatusOr<std::string> RegistryLog() const;
  absl::StatusOr<std::string> RepositoryLog(int i) const;

  platform::ChannelOptions ToRegistry(const std::string& system) const;
  platform::ChannelOptions ToRepository(int i, const std::string& system) const;

  std::shared_ptr<grpc::Channel> RegistryChannel(const std::string& system) const;
  std::shared_ptr<grpc::Channel> RepositoryChannel(int i, const std::string& system) const;
  std::unique_ptr<registry::v1::RegistryService::Stub> RegistryStub(
      const std::string& system) const;
  std::unique_ptr<repository::v1::RepositoryService::Stub> RepositoryStub(
      int i, const std::string& system) const;

  std::unique_ptr<consumer::DocumentConsumer> Consumer(
      const std::string& system, const consumer::CallLimits& limits = {}) const;
  std::unique_ptr<consumer::DocumentSource> Source(int repository, const std::string& system,
                                                   const consumer::CallLimits& limits = {}) const;
  // Makes the patient APatient(id) known.
  absl::Status FeedPatient(const std::string& id) const;

  // A profile of the command line for `system`, which publishes to `repository`.
  config::v1::ClientProfile Profile(const std::string& system, int repository) const;

 private:
  explicit Stack(const StackOptions& options);

  config::v1::RegistryConfig RegistryConfig() const;
  config::v1::RepositoryConfig RepositoryConfig(int i) const;
  void Listen(const ServerProcess& server, const std::string& system,
              config::v1::Listener& listener) const;
  config::v1::Endpoint Endpoint(const ServerProcess& server, const std::string& system) const;

  const StackOptions options_;
  const std::string folder_;
  platform::DevCertificates certificates_;
  std::unique_ptr<ServerProcess> registry_;
  std::array<std::unique_ptr<ServerProcess>, kRepositories> repositories_;
};

}  // namespace docshare::tests
