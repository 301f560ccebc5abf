#pragma once

#include <grpcpp/channel.h>

#include <memory>

#include "docshare/registry/v1/registry_service.grpc.pb.h"
#include "platform/rpc/retry.h"
#include "repository/registry_client/registry_client.h"

namespace docshare::repository {

// A registry reached over gRPC.
class GrpcRegistryClient : public RegistryClient {
 public:
  // `channel` should take and give messages of kMaxRegistryMessageBytes.
  explicit GrpcRegistryClient(std::shared_ptr<grpc::Channel> channel);

  RegistrationResult RegisterDocumentSet(const registry::v1::RegisterDocumentSetRequest& request,
                                         absl::Time deadline) override;

 private:
  const std::unique_ptr<registry::v1::RegistryService::StubInterface> stub_;
};

// A submission of the largest size, and room for what the repository adds.
inline constexpr int kMaxRegistryMessageBytes = 72 << 20;

}  // namespace docshare::repository
