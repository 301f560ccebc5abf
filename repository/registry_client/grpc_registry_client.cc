#include "repository/registry_client/grpc_registry_client.h"

#include <grpcpp/client_context.h>

#include <limits>

namespace docshare::repository {
namespace {

using registry::v1::RegisterDocumentSetRequest;
using registry::v1::RegisterDocumentSetResponse;
using registry::v1::RegistryService;

// The deadline alone ends the attempts: the caller says how long to wait for the registry.
platform::RetryPolicy UntilTheDeadline() {
  platform::RetryPolicy policy;
  policy.max_attempts = std::numeric_limits<int>::max();
  policy.initial_backoff = absl::Milliseconds(50);
  policy.max_backoff = absl::Seconds(1);
  return policy;
}

}  // namespace

GrpcRegistryClient::GrpcRegistryClient(const std::shared_ptr<grpc::Channel>& channel)
    : stub_(RegistryService::NewStub(channel)) {}

RegistrationResult GrpcRegistryClient::RegisterDocumentSet(
    const RegisterDocumentSetRequest& request, absl::Time deadline) {
  RegisterDocumentSetResponse response;
  int attempts = 0;
  absl::Status status =
      platform::CallWithRetry(UntilTheDeadline(), deadline, [&](grpc::ClientContext& context) {
        ++attempts;
        response.Clear();
        return stub_->RegisterDocumentSet(&context, request, &response);
      });
  RegistrationResult result;
  if (status.ok()) {
    result.response = std::move(response);
  } else {
    result.response = std::move(status);
  }
  result.earlier_attempt_unclear = attempts > 1;
  return result;
}

template <typename Request, typename Response>
absl::StatusOr<Response> GrpcRegistryClient::Ask(
    grpc::Status (RegistryService::StubInterface::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
    const Request& request, absl::Time deadline) {
  Response response;
  absl::Status status =
      platform::CallWithRetry(UntilTheDeadline(), deadline, [&](grpc::ClientContext& context) {
        response.Clear();
        return (stub_.get()->*method)(&context, request, &response);
      });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<registry::v1::RegisterOnDemandDocumentEntryResponse>
GrpcRegistryClient::RegisterOnDemandDocumentEntry(
    const registry::v1::RegisterOnDemandDocumentEntryRequest& request, absl::Time deadline) {
  return Ask(&RegistryService::StubInterface::RegisterOnDemandDocumentEntry, request, deadline);
}

absl::StatusOr<registry::v1::FindDocumentsResponse> GrpcRegistryClient::FindDocuments(
    const registry::v1::FindDocumentsRequest& request, absl::Time deadline) {
  return Ask(&RegistryService::StubInterface::FindDocuments, request, deadline);
}

absl::StatusOr<registry::v1::GetDocumentsResponse> GrpcRegistryClient::GetDocuments(
    const registry::v1::GetDocumentsRequest& request, absl::Time deadline) {
  return Ask(&RegistryService::StubInterface::GetDocuments, request, deadline);
}

absl::StatusOr<registry::v1::GetAssociationsResponse> GrpcRegistryClient::GetAssociations(
    const registry::v1::GetAssociationsRequest& request, absl::Time deadline) {
  return Ask(&RegistryService::StubInterface::GetAssociations, request, deadline);
}

}  // namespace docshare::repository
