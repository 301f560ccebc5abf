#pragma once

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "admin/client/admin_call.h"
#include "docshare/admin/v1/repository_admin_service.grpc.pb.h"
#include "docshare/repository/v1/repository_service.grpc.pb.h"
#include "platform/rpc/channel.h"

namespace docshare::admin {

struct RepositoryAdminOptions {
  platform::ChannelOptions repository;
  AdminCallOptions calls;
};

// An administrator's side of one repository: the admin service, and the removal of documents. Holds
// one connection, made on first use.
//
// Everything may fail with kUnavailable, kDeadlineExceeded, kPermissionDenied. Questions are
// repeated on UNAVAILABLE; what changes something is not. Thread-safe. Calls block; those that take
// a visitor run until the work is done, `visit` or `stop` returns an error, or the call fails.
class RepositoryAdmin {
 public:
  template <typename Response>
  using Visit = std::function<absl::Status(const Response& response)>;

  // Connects to nothing yet. Returns the errors of platform::OpenChannel.
  static absl::StatusOr<std::unique_ptr<RepositoryAdmin>> Create(
      const RepositoryAdminOptions& options);

  absl::StatusOr<v1::GetRepositoryStatusResponse> GetStatus();
  absl::StatusOr<v1::LookUpStoredDocumentsResponse> LookUpStoredDocuments(
      const v1::LookUpStoredDocumentsRequest& request);

  // Safe to repeat, and repeated.
  absl::StatusOr<v1::RegisterDocumentListResponse> RegisterDocumentList(
      const v1::RegisterDocumentListRequest& request);

  absl::Status RotateKeys(const Visit<v1::RotateKeysResponse>& visit, const StopCheck& stop);
  absl::Status Scrub(const v1::ScrubRequest& request, const Visit<v1::ScrubResponse>& visit,
                     const StopCheck& stop);
  absl::Status StreamDocumentVerification(
      const v1::StreamDocumentVerificationRequest& request,
      const Visit<v1::StreamDocumentVerificationResponse>& visit, const StopCheck& stop);
  absl::Status SweepContent(const v1::SweepContentRequest& request,
                            const Visit<v1::SweepContentResponse>& visit, const StopCheck& stop);
  absl::Status GetDiskUsage(const Visit<v1::GetDiskUsageResponse>& visit, const StopCheck& stop);
  absl::Status ListStoredDocuments(const Visit<v1::ListStoredDocumentsResponse>& visit,
                                   const StopCheck& stop);

  // Role REMOVE.
  absl::StatusOr<repository::v1::RemoveDocumentsResponse> RemoveDocuments(
      const repository::v1::RemoveDocumentsRequest& request);

 private:
  explicit RepositoryAdmin(const RepositoryAdminOptions& options) : options_(options) {}

  const RepositoryAdminOptions options_;
  std::unique_ptr<v1::RepositoryAdminService::Stub> admin_;
  std::unique_ptr<repository::v1::RepositoryService::Stub> repository_;
};

}  // namespace docshare::admin
