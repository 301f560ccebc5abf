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
  explicit GrpcRegistryClient(const std::shared_ptr<grpc::Channel>& channel);

  RegistrationResult RegisterDocumentSet(const registry::v1::RegisterDocumentSetRequest& request,
                                         absl::Time deadline) override;
  absl::StatusOr<registry::v1::RegisterOnDemandDocumentEntryResponse> RegisterOnDemandDocumentEntry(
      const registry::v1::RegisterOnDemandDocumentEntryRequest& request,
      absl::Time deadline) override;
  absl::StatusOr<registry::v1::FindDocumentsResponse> FindDocuments(
      const registry::v1::FindDocumentsRequest& request, absl::Time deadline) override;
  absl::StatusOr<registry::v1::GetDocumentsResponse> GetDocuments(
      const registry::v1::GetDocumentsRequest& request, absl::Time deadline) override;
  absl::StatusOr<registry::v1::GetAssociationsResponse> GetAssociations(
      const registry::v1::GetAssociationsRequest& request, absl::Time deadline) override;

 private:
  // Calls `method` of the stub, as often as it takes.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Ask(grpc::Status (registry::v1::RegistryService::StubInterface::*method)(
                                   grpc::ClientContext*, const Request&, Response*),
                               const Request& request, absl::Time deadline);

  const std::unique_ptr<registry::v1::RegistryService::StubInterface> stub_;
};

// A submission of the largest size, and room for what the repository adds.
inline constexpr int kMaxRegistryMessageBytes = 72 << 20;

}  // namespace docshare::repository
