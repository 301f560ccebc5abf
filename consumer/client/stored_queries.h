#pragma once

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "consumer/client/call_limits.h"
#include "docshare/registry/v1/registry_service.grpc.pb.h"
#include "platform/rpc/channel.h"

namespace docshare::consumer {

// The stored queries of one registry, a function each, named as in the standard. A reply is one
// page; ForEachPage() reads all.
//
// Refusals come back with the standard's errors, see RegistryErrorsOf() in domain/errors.
// Everything may also fail with kUnavailable, kDeadlineExceeded, kPermissionDenied and
// kResourceExhausted. Calls are repeated on UNAVAILABLE only, within CallLimits.
//
// Thread-safe. Calls block.
// Source: ITI TF-2:3.18 and 3.51.
class StoredQueries {
 public:
  StoredQueries(const std::shared_ptr<grpc::Channel>& channel, const CallLimits& limits);

  // Those that look for something, of one patient.
  absl::StatusOr<registry::v1::FindDocumentsResponse> FindDocuments(
      const registry::v1::FindDocumentsRequest& request);
  absl::StatusOr<registry::v1::FindDocumentsByReferenceIdResponse> FindDocumentsByReferenceId(
      const registry::v1::FindDocumentsByReferenceIdRequest& request);
  absl::StatusOr<registry::v1::FindDocumentsExcludeResponse> FindDocumentsExclude(
      const registry::v1::FindDocumentsExcludeRequest& request);
  absl::StatusOr<registry::v1::FindFoldersResponse> FindFolders(
      const registry::v1::FindFoldersRequest& request);
  absl::StatusOr<registry::v1::FindSubmissionSetsResponse> FindSubmissionSets(
      const registry::v1::FindSubmissionSetsRequest& request);
  absl::StatusOr<registry::v1::GetAllResponse> GetAll(const registry::v1::GetAllRequest& request);

  // Those of several patients [ITI-51]. A page may be empty although there are more.
  absl::StatusOr<registry::v1::FindDocumentsForMultiplePatientsResponse>
  FindDocumentsForMultiplePatients(
      const registry::v1::FindDocumentsForMultiplePatientsRequest& request);
  absl::StatusOr<registry::v1::FindFoldersForMultiplePatientsResponse>
  FindFoldersForMultiplePatients(
      const registry::v1::FindFoldersForMultiplePatientsRequest& request);

  // Those that get objects by their ids; unknown ids find nothing.
  absl::StatusOr<registry::v1::GetDocumentsResponse> GetDocuments(
      const registry::v1::GetDocumentsRequest& request);
  absl::StatusOr<registry::v1::GetFoldersResponse> GetFolders(
      const registry::v1::GetFoldersRequest& request);
  absl::StatusOr<registry::v1::GetAssociationsResponse> GetAssociations(
      const registry::v1::GetAssociationsRequest& request);
  absl::StatusOr<registry::v1::GetDocumentsAndAssociationsResponse> GetDocumentsAndAssociations(
      const registry::v1::GetDocumentsAndAssociationsRequest& request);
  absl::StatusOr<registry::v1::GetSubmissionSetsResponse> GetSubmissionSets(
      const registry::v1::GetSubmissionSetsRequest& request);
  absl::StatusOr<registry::v1::GetSubmissionSetAndContentsResponse> GetSubmissionSetAndContents(
      const registry::v1::GetSubmissionSetAndContentsRequest& request);
  absl::StatusOr<registry::v1::GetFolderAndContentsResponse> GetFolderAndContents(
      const registry::v1::GetFolderAndContentsRequest& request);
  absl::StatusOr<registry::v1::GetFoldersForDocumentResponse> GetFoldersForDocument(
      const registry::v1::GetFoldersForDocumentRequest& request);
  absl::StatusOr<registry::v1::GetRelatedDocumentsResponse> GetRelatedDocuments(
      const registry::v1::GetRelatedDocumentsRequest& request);

  // Shows `visit` all pages from `request.page_token` on, until it returns false. Each page has its
  // own time limit. Returns the errors of `query`, and kInternal when the registry hands out the
  // same page token twice in a row.
  //
  //   queries.ForEachPage(&StoredQueries::FindFolders, request,
  //                       [](const FindFoldersResponse& page) { ...; return true; });
  template <typename Request, typename Response, typename Visit>
  absl::Status ForEachPage(absl::StatusOr<Response> (StoredQueries::*query)(const Request& request),
                           Request request, const Visit& visit) {
    while (true) {
      absl::StatusOr<Response> page = (this->*query)(request);
      if (!page.ok()) return page.status();
      if (!visit(std::as_const(*page)) || page->next_page_token().empty()) return absl::OkStatus();
      if (page->next_page_token() == request.page_token()) {
        return absl::InternalError("the registry does not get past a page of its answer");
      }
      request.set_page_token(page->next_page_token());
    }
  }

 private:
  using Stub = registry::v1::RegistryService::Stub;

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext* context,
                                                             const Request& request,
                                                             Response* response),
                                const Request& request);

  const CallLimits limits_;
  const std::unique_ptr<Stub> registry_;
};

}  // namespace docshare::consumer
