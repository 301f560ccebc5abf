#include "consumer/client/stored_queries.h"

#include "absl/time/clock.h"
#include "platform/rpc/retry.h"

namespace docshare::consumer {

StoredQueries::StoredQueries(const std::shared_ptr<grpc::Channel>& channel,
                             const CallLimits& limits)
    : limits_(limits), registry_(registry::v1::RegistryService::NewStub(channel)) {}

template <typename Request, typename Response>
absl::StatusOr<Response> StoredQueries::Call(
    grpc::Status (Stub::*method)(grpc::ClientContext* context, const Request& request,
                                 Response* response),
    const Request& request) {
  Response response;
  absl::Status status = platform::CallWithRetry(
      limits_.retry, absl::Now() + limits_.call_timeout, [&](grpc::ClientContext& context) {
        return (registry_.get()->*method)(&context, request, &response);
      });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<registry::v1::FindDocumentsResponse> StoredQueries::FindDocuments(
    const registry::v1::FindDocumentsRequest& request) {
  return Call(&Stub::FindDocuments, request);
}

absl::StatusOr<registry::v1::FindDocumentsByReferenceIdResponse>
StoredQueries::FindDocumentsByReferenceId(
    const registry::v1::FindDocumentsByReferenceIdRequest& request) {
  return Call(&Stub::FindDocumentsByReferenceId, request);
}

absl::StatusOr<registry::v1::FindDocumentsExcludeResponse> StoredQueries::FindDocumentsExclude(
    const registry::v1::FindDocumentsExcludeRequest& request) {
  return Call(&Stub::FindDocumentsExclude, request);
}

absl::StatusOr<registry::v1::FindFoldersResponse> StoredQueries::FindFolders(
    const registry::v1::FindFoldersRequest& request) {
  return Call(&Stub::FindFolders, request);
}

absl::StatusOr<registry::v1::FindSubmissionSetsResponse> StoredQueries::FindSubmissionSets(
    const registry::v1::FindSubmissionSetsRequest& request) {
  return Call(&Stub::FindSubmissionSets, request);
}

absl::StatusOr<registry::v1::GetAllResponse> StoredQueries::GetAll(
    const registry::v1::GetAllRequest& request) {
  return Call(&Stub::GetAll, request);
}

absl::StatusOr<registry::v1::FindDocumentsForMultiplePatientsResponse>
StoredQueries::FindDocumentsForMultiplePatients(
    const registry::v1::FindDocumentsForMultiplePatientsRequest& request) {
  return Call(&Stub::FindDocumentsForMultiplePatients, request);
}

absl::StatusOr<registry::v1::FindFoldersForMultiplePatientsResponse>
StoredQueries::FindFoldersForMultiplePatients(
    const registry::v1::FindFoldersForMultiplePatientsRequest& request) {
  return Call(&Stub::FindFoldersForMultiplePatients, request);
}

absl::StatusOr<registry::v1::GetDocumentsResponse> StoredQueries::GetDocuments(
    const registry::v1::GetDocumentsRequest& request) {
  return Call(&Stub::GetDocuments, request);
}

absl::StatusOr<registry::v1::GetFoldersResponse> StoredQueries::GetFolders(
    const registry::v1::GetFoldersRequest& request) {
  return Call(&Stub::GetFolders, request);
}

absl::StatusOr<registry::v1::GetAssociationsResponse> StoredQueries::GetAssociations(
    const registry::v1::GetAssociationsRequest& request) {
  return Call(&Stub::GetAssociations, request);
}

absl::StatusOr<registry::v1::GetDocumentsAndAssociationsResponse>
StoredQueries::GetDocumentsAndAssociations(
    const registry::v1::GetDocumentsAndAssociationsRequest& request) {
  return Call(&Stub::GetDocumentsAndAssociations, request);
}

absl::StatusOr<registry::v1::GetSubmissionSetsResponse> StoredQueries::GetSubmissionSets(
    const registry::v1::GetSubmissionSetsRequest& request) {
  return Call(&Stub::GetSubmissionSets, request);
}

absl::StatusOr<registry::v1::GetSubmissionSetAndContentsResponse>
StoredQueries::GetSubmissionSetAndContents(
    const registry::v1::GetSubmissionSetAndContentsRequest& request) {
  return Call(&Stub::GetSubmissionSetAndContents, request);
}

absl::StatusOr<registry::v1::GetFolderAndContentsResponse> StoredQueries::GetFolderAndContents(
    const registry::v1::GetFolderAndContentsRequest& request) {
  return Call(&Stub::GetFolderAndContents, request);
}

absl::StatusOr<registry::v1::GetFoldersForDocumentResponse> StoredQueries::GetFoldersForDocument(
    const registry::v1::GetFoldersForDocumentRequest& request) {
  return Call(&Stub::GetFoldersForDocument, request);
}

absl::StatusOr<registry::v1::GetRelatedDocumentsResponse> StoredQueries::GetRelatedDocuments(
    const registry::v1::GetRelatedDocumentsRequest& request) {
  return Call(&Stub::GetRelatedDocuments, request);
}

}  // namespace docshare::consumer
