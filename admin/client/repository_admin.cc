#include "admin/client/repository_admin.h"

#include <algorithm>
#include <utility>

namespace docshare::admin {

absl::StatusOr<std::unique_ptr<RepositoryAdmin>> RepositoryAdmin::Create(
    const RepositoryAdminOptions& options) {
  absl::StatusOr<std::shared_ptr<grpc::Channel>> channel =
      platform::OpenChannel(options.repository);
  if (!channel.ok()) return channel.status();
  std::unique_ptr<RepositoryAdmin> admin(new RepositoryAdmin(options));
  admin->admin_ = v1::RepositoryAdminService::NewStub(*channel);
  admin->repository_ = repository::v1::RepositoryService::NewStub(*channel);
  return admin;
}

absl::StatusOr<v1::GetRepositoryStatusResponse> RepositoryAdmin::GetStatus() {
  return Ask<v1::GetRepositoryStatusResponse>(
      options_.calls, Effect::kNone, [&](auto* context, auto* response) {
        return admin_->GetRepositoryStatus(context, {}, response);
      });
}

absl::StatusOr<v1::LookUpStoredDocumentsResponse> RepositoryAdmin::LookUpStoredDocuments(
    const v1::LookUpStoredDocumentsRequest& request) {
  return Ask<v1::LookUpStoredDocumentsResponse>(
      options_.calls, Effect::kNone, [&](auto* context, auto* response) {
        return admin_->LookUpStoredDocuments(context, request, response);
      });
}

absl::StatusOr<v1::RegisterDocumentListResponse> RepositoryAdmin::RegisterDocumentList(
    const v1::RegisterDocumentListRequest& request) {
  // The repository waits for the registry.
  AdminCallOptions patient = options_.calls;
  patient.call_timeout = std::max(patient.call_timeout, absl::Minutes(1));
  return Ask<v1::RegisterDocumentListResponse>(
      patient, Effect::kNone, [&](auto* context, auto* response) {
        return admin_->RegisterDocumentList(context, request, response);
      });
}

absl::Status RepositoryAdmin::RotateKeys(const Visit<v1::RotateKeysResponse>& visit,
                                         const StopCheck& stop) {
  grpc::ClientContext context;
  auto reader = admin_->RotateKeys(&context, {});
  return ReadStream<v1::RotateKeysResponse>(context, *reader, visit, stop);
}

absl::Status RepositoryAdmin::Scrub(const v1::ScrubRequest& request,
                                    const Visit<v1::ScrubResponse>& visit, const StopCheck& stop) {
  grpc::ClientContext context;
  auto reader = admin_->Scrub(&context, request);
  return ReadStream<v1::ScrubResponse>(context, *reader, visit, stop);
}

absl::Status RepositoryAdmin::StreamDocumentVerification(
    const v1::StreamDocumentVerificationRequest& request,
    const Visit<v1::StreamDocumentVerificationResponse>& visit, const StopCheck& stop) {
  grpc::ClientContext context;
  auto reader = admin_->StreamDocumentVerification(&context, request);
  return ReadStream<v1::StreamDocumentVerificationResponse>(context, *reader, visit, stop);
}

absl::Status RepositoryAdmin::SweepContent(const v1::SweepContentRequest& request,
                                           const Visit<v1::SweepContentResponse>& visit,
                                           const StopCheck& stop) {
  grpc::ClientContext context;
  auto reader = admin_->SweepContent(&context, request);
  return ReadStream<v1::SweepContentResponse>(context, *reader, visit, stop);
}

absl::Status RepositoryAdmin::GetDiskUsage(const Visit<v1::GetDiskUsageResponse>& visit,
                                           const StopCheck& stop) {
  grpc::ClientContext context;
  auto reader = admin_->GetDiskUsage(&context, {});
  return ReadStream<v1::GetDiskUsageResponse>(context, *reader, visit, stop);
}

absl::Status RepositoryAdmin::ListStoredDocuments(
    const Visit<v1::ListStoredDocumentsResponse>& visit, const StopCheck& stop) {
  grpc::ClientContext context;
  auto reader = admin_->ListStoredDocuments(&context, {});
  return ReadStream<v1::ListStoredDocumentsResponse>(context, *reader, visit, stop);
}

absl::StatusOr<repository::v1::RemoveDocumentsResponse> RepositoryAdmin::RemoveDocuments(
    const repository::v1::RemoveDocumentsRequest& request) {
  // Each document costs syncs, and the destruction of their keys rewrites files.
  AdminCallOptions patient = options_.calls;
  patient.call_timeout = std::max(patient.call_timeout, absl::Minutes(10));
  return Ask<repository::v1::RemoveDocumentsResponse>(
      patient, Effect::kChange, [&](auto* context, auto* response) {
        return repository_->RemoveDocuments(context, request, response);
      });
}

}  // namespace docshare::admin
