#pragma once

#include <grpcpp/server.h>

#include <memory>
#include <string>

#include "platform/rpc/testing/dev_certificates.h"
#include "repository/registry_client/fake_registry_client.h"

namespace docshare::repository {

// A FakeRegistryClient served over gRPC and mutual TLS, for tests. It serves until destroyed.
class FakeRegistryServer {
 public:
  // Listens on `address` ("127.0.0.1:0" takes a free port) with the certificate "registry".
  FakeRegistryServer(const platform::DevCertificates& certificates, const std::string& address);
  ~FakeRegistryServer();

  int port() const { return port_; }
  FakeRegistryClient& registry() { return registry_; }

 private:
  class Service;

  FakeRegistryClient registry_;
  std::unique_ptr<Service> service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace docshare::repository
