#include "repository/registry_client/fake_registry_server.h"

#include <grpcpp/server_builder.h>

#include <cstdlib>
#include <utility>

#include "absl/time/clock.h"
#include "docshare/registry/v1/registry_service.grpc.pb.h"
#include "platform/rpc/credentials.h"
#include "platform/rpc/status_mapping.h"
#include "repository/registry_client/grpc_registry_client.h"

namespace docshare::repository {

class FakeRegistryServer::Service final : public registry::v1::RegistryService::Service {
 public:
  explicit Service(FakeRegistryClient* registry) : registry_(registry) {}

  grpc::Status RegisterDocumentSet(grpc::ServerContext* /*context*/,
                                   const registry::v1::RegisterDocumentSetRequest* request,
                                   registry::v1::RegisterDocumentSetResponse* response) override {
    RegistrationResult result = registry_->RegisterDocumentSet(*request, absl::InfiniteFuture());
    if (!result.response.ok()) return platform::ToGrpcStatus(result.response.status());
    *response = *std::move(result.response);
    return grpc::Status::OK;
  }

 private:
  FakeRegistryClient* const registry_;
};

FakeRegistryServer::FakeRegistryServer(const platform::DevCertificates& certificates,
                                       const std::string& address)
    : service_(std::make_unique<Service>(&registry_)) {
  auto credentials =
      platform::MakeServerCredentials(certificates.SecurityOf("registry"), address, absl::Now());
  if (!credentials.ok()) std::abort();
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address, *credentials, &port_);
  builder.SetMaxReceiveMessageSize(kMaxRegistryMessageBytes);
  builder.RegisterService(service_.get());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) std::abort();
}

FakeRegistryServer::~FakeRegistryServer() = default;

}  // namespace docshare::repository
