#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "docshare/admin/v1/code_set_service.grpc.pb.h"
#include "docshare/admin/v1/registry_admin_service.grpc.pb.h"
#include "docshare/config/v1/registry_config.pb.h"
#include "docshare/registry/v1/registry_service.grpc.pb.h"
#include "platform/kv/temporary_folder.h"
#include "platform/operations/operational_log.h"
#include "platform/operations/shutdown_signals.h"
#include "registry/server/wiring.h"

namespace docshare::registry {

// A whole registry in this process: RocksDB in a temporary folder, a real gRPC server in plain text
// on 127.0.0.1. Its only peer, a caller without TLS, has the roles given. Serves from construction
// to Stop(), and again after Start(), on another port.
class RegistryServer {
 public:
  // What `settings` has is added to the configuration.
  explicit RegistryServer(const std::vector<config::v1::Role>& roles = AllRoles(),
                          const config::v1::RegistryConfig& settings = {});
  ~RegistryServer();

  static std::vector<config::v1::Role> AllRoles();

  // Drains; calls that run get two seconds.
  void Stop();
  void Start();

  // To the server that runs now.
  std::unique_ptr<v1::RegistryService::Stub> Stub() const;
  std::unique_ptr<admin::v1::RegistryAdminService::Stub> AdminStub() const;
  std::unique_ptr<admin::v1::CodeSetService::Stub> CodeSetStub() const;

  // Folder of the database, for a test that changes it while the server is stopped.
  std::string metadata_dir() const { return config_.data_dir() + "/metadata"; }

  // Makes the patient APatient(id) known.
  void FeedPatient(const std::string& id) const;
  // Registers a submission and returns the answer; the test fails when it is refused.
  v1::RegisterDocumentSetResponse Register(const v1::RegisterDocumentSetRequest& request) const;

  // What the registry has logged, in all its lives.
  std::string Log() const;

 private:
  std::shared_ptr<grpc::Channel> Channel() const;

  const platform::TemporaryFolder folder_;
  config::v1::RegistryConfig config_;
  mutable std::mutex mutex_;
  std::string lines_;  // Guarded by mutex_.
  platform::OperationalLog log_;
  std::unique_ptr<platform::ShutdownSignals> signals_;
  std::unique_ptr<Registry> registry_;
  std::thread thread_;
  int port_ = 0;
};

}  // namespace docshare::registry
