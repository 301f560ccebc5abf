#pragma once

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "admin/client/admin_call.h"
#include "docshare/admin/v1/code_set_service.grpc.pb.h"
#include "docshare/admin/v1/registry_admin_service.grpc.pb.h"
#include "docshare/registry/v1/document_change.pb.h"
#include "docshare/registry/v1/registry_service.grpc.pb.h"
#include "platform/rpc/channel.h"

namespace docshare::admin {

struct RegistryAdminOptions {
  platform::ChannelOptions registry;
  AdminCallOptions calls;
};

// An administrator's side of one registry: the admin services, and what administrators ask of the
// registry's own service. Holds one connection, made on first use.
//
// Refusals of a request carry the standard's errors, see RegistryErrorsOf() in domain/errors.
// Everything may also fail with kUnavailable, kDeadlineExceeded, kPermissionDenied. Questions are
// repeated on UNAVAILABLE; what changes something is not. Thread-safe. Calls block.
class RegistryAdmin {
 public:
  // Connects to nothing yet. Returns the errors of platform::OpenChannel.
  static absl::StatusOr<std::unique_ptr<RegistryAdmin>> Create(const RegistryAdminOptions& options);

  absl::StatusOr<v1::GetStatusResponse> GetStatus();
  absl::StatusOr<v1::LookUpPatientResponse> LookUpPatient(const v1::LookUpPatientRequest& request);
  absl::StatusOr<v1::GetObjectResponse> GetObject(const v1::GetObjectRequest& request);
  absl::StatusOr<v1::GetRowsResponse> GetRows(const v1::GetRowsRequest& request);
  absl::StatusOr<v1::WithdrawResponse> Withdraw(const v1::WithdrawRequest& request);

  absl::StatusOr<v1::ListCodeSetsResponse> ListCodeSets(const v1::ListCodeSetsRequest& request);
  absl::StatusOr<v1::LoadCodeSetsResponse> LoadCodeSets();
  absl::StatusOr<v1::DiffCodeSetsResponse> DiffCodeSets(const v1::DiffCodeSetsRequest& request);
  absl::StatusOr<v1::ActivateCodeSetsResponse> ActivateCodeSets(
      const v1::ActivateCodeSetsRequest& request);
  absl::StatusOr<v1::RollBackCodeSetsResponse> RollBackCodeSets(
      const v1::RollBackCodeSetsRequest& request);

  // Role REGISTER.
  absl::StatusOr<registry::v1::ValidateSubmissionResponse> ValidateSubmission(
      const registry::v1::ValidateSubmissionRequest& request);

  // Runs until the rebuild is done, `visit` or `stop` returns an error, or the call fails.
  absl::Status RebuildIndexes(
      const v1::RebuildIndexesRequest& request,
      const std::function<absl::Status(const v1::RebuildIndexesResponse& response)>& visit,
      const StopCheck& stop);

  absl::StatusOr<v1::RotateDatabaseKeyResponse> RotateDatabaseKey();

  // Runs until all were told, `visit` or `stop` returns an error, or the call fails.
  absl::Status ListRegisteredDocuments(
      const v1::ListRegisteredDocumentsRequest& request,
      const std::function<absl::Status(const v1::ListRegisteredDocumentsResponse& response)>& visit,
      const StopCheck& stop);

  absl::StatusOr<v1::LookUpRegisteredDocumentsResponse> LookUpRegisteredDocuments(
      const v1::LookUpRegisteredDocumentsRequest& request);

  // Follows the changes of documents until `visit` or `stop` returns an error. Once it has had a
  // response it survives breaks: it goes on from the place reached, a second after UNAVAILABLE.
  absl::Status WatchDocuments(
      registry::v1::WatchDocumentsRequest request,
      const std::function<absl::Status(const registry::v1::WatchDocumentsResponse& response)>&
          visit,
      const StopCheck& stop);

 private:
  explicit RegistryAdmin(const RegistryAdminOptions& options) : options_(options) {}

  const RegistryAdminOptions options_;
  std::unique_ptr<v1::RegistryAdminService::Stub> admin_;
  std::unique_ptr<v1::CodeSetService::Stub> code_sets_;
  std::unique_ptr<registry::v1::RegistryService::Stub> registry_;
};

}  // namespace docshare::admin
