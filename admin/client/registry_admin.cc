#include "admin/client/registry_admin.h"

#include <utility>

#include "absl/time/clock.h"

namespace docshare::admin {
namespace {

constexpr absl::Duration kReconnectPause = absl::Seconds(1);

}  // namespace

absl::StatusOr<std::unique_ptr<RegistryAdmin>> RegistryAdmin::Create(
    const RegistryAdminOptions& options) {
  absl::StatusOr<std::shared_ptr<grpc::Channel>> channel = platform::OpenChannel(options.registry);
  if (!channel.ok()) return channel.status();
  std::unique_ptr<RegistryAdmin> admin(new RegistryAdmin(options));
  admin->admin_ = v1::RegistryAdminService::NewStub(*channel);
  admin->code_sets_ = v1::CodeSetService::NewStub(*channel);
  admin->registry_ = registry::v1::RegistryService::NewStub(*channel);
  return admin;
}

absl::StatusOr<v1::GetStatusResponse> RegistryAdmin::GetStatus() {
  return Ask<v1::GetStatusResponse>(
      options_.calls, Effect::kNone,
      [&](auto* context, auto* response) { return admin_->GetStatus(context, {}, response); });
}

absl::StatusOr<v1::LookUpPatientResponse> RegistryAdmin::LookUpPatient(
    const v1::LookUpPatientRequest& request) {
  return Ask<v1::LookUpPatientResponse>(options_.calls, Effect::kNone,
                                        [&](auto* context, auto* response) {
                                          return admin_->LookUpPatient(context, request, response);
                                        });
}

absl::StatusOr<v1::GetObjectResponse> RegistryAdmin::GetObject(
    const v1::GetObjectRequest& request) {
  return Ask<v1::GetObjectResponse>(
      options_.calls, Effect::kNone,
      [&](auto* context, auto* response) { return admin_->GetObject(context, request, response); });
}

absl::StatusOr<v1::GetRowsResponse> RegistryAdmin::GetRows(const v1::GetRowsRequest& request) {
  return Ask<v1::GetRowsResponse>(
      options_.calls, Effect::kNone,
      [&](auto* context, auto* response) { return admin_->GetRows(context, request, response); });
}

absl::StatusOr<v1::WithdrawResponse> RegistryAdmin::Withdraw(const v1::WithdrawRequest& request) {
  const Effect effect = request.dry_run() ? Effect::kNone : Effect::kChange;
  return Ask<v1::WithdrawResponse>(options_.calls, effect, [&](auto* context, auto* response) {
    return admin_->Withdraw(context, request, response);
  });
}

absl::StatusOr<v1::ListCodeSetsResponse> RegistryAdmin::ListCodeSets(
    const v1::ListCodeSetsRequest& request) {
  return Ask<v1::ListCodeSetsResponse>(
      options_.calls, Effect::kNone, [&](auto* context, auto* response) {
        return code_sets_->ListCodeSets(context, request, response);
      });
}

absl::StatusOr<v1::LoadCodeSetsResponse> RegistryAdmin::LoadCodeSets() {
  return Ask<v1::LoadCodeSetsResponse>(options_.calls, Effect::kNone,
                                       [&](auto* context, auto* response) {
                                         return code_sets_->LoadCodeSets(context, {}, response);
                                       });
}

absl::StatusOr<v1::DiffCodeSetsResponse> RegistryAdmin::DiffCodeSets(
    const v1::DiffCodeSetsRequest& request) {
  return Ask<v1::DiffCodeSetsResponse>(
      options_.calls, Effect::kNone, [&](auto* context, auto* response) {
        return code_sets_->DiffCodeSets(context, request, response);
      });
}

absl::StatusOr<v1::ActivateCodeSetsResponse> RegistryAdmin::ActivateCodeSets(
    const v1::ActivateCodeSetsRequest& request) {
  return Ask<v1::ActivateCodeSetsResponse>(
      options_.calls, Effect::kChange, [&](auto* context, auto* response) {
        return code_sets_->ActivateCodeSets(context, request, response);
      });
}

absl::StatusOr<v1::RollBackCodeSetsResponse> RegistryAdmin::RollBackCodeSets(
    const v1::RollBackCodeSetsRequest& request) {
  return Ask<v1::RollBackCodeSetsResponse>(
      options_.calls, Effect::kChange, [&](auto* context, auto* response) {
        return code_sets_->RollBackCodeSets(context, request, response);
      });
}

absl::StatusOr<registry::v1::ValidateSubmissionResponse> RegistryAdmin::ValidateSubmission(
    const registry::v1::ValidateSubmissionRequest& request) {
  return Ask<registry::v1::ValidateSubmissionResponse>(
      options_.calls, Effect::kNone, [&](auto* context, auto* response) {
        return registry_->ValidateSubmission(context, request, response);
      });
}

absl::Status RegistryAdmin::RebuildIndexes(
    const v1::RebuildIndexesRequest& request,
    const std::function<absl::Status(const v1::RebuildIndexesResponse& response)>& visit,
    const StopCheck& stop) {
  grpc::ClientContext context;
  auto reader = admin_->RebuildIndexes(&context, request);
  return ReadStream<v1::RebuildIndexesResponse>(context, *reader, visit, stop);
}

absl::StatusOr<v1::RotateDatabaseKeyResponse> RegistryAdmin::RotateDatabaseKey() {
  return Ask<v1::RotateDatabaseKeyResponse>(
      options_.calls, Effect::kNone, [&](auto* context, auto* response) {
        return admin_->RotateDatabaseKey(context, {}, response);
      });
}

absl::Status RegistryAdmin::ListRegisteredDocuments(
    const v1::ListRegisteredDocumentsRequest& request,
    const std::function<absl::Status(const v1::ListRegisteredDocumentsResponse& response)>& visit,
    const StopCheck& stop) {
  grpc::ClientContext context;
  auto reader = admin_->ListRegisteredDocuments(&context, request);
  return ReadStream<v1::ListRegisteredDocumentsResponse>(context, *reader, visit, stop);
}

absl::StatusOr<v1::LookUpRegisteredDocumentsResponse> RegistryAdmin::LookUpRegisteredDocuments(
    const v1::LookUpRegisteredDocumentsRequest& request) {
  return Ask<v1::LookUpRegisteredDocumentsResponse>(
      options_.calls, Effect::kNone, [&](auto* context, auto* response) {
        return admin_->LookUpRegisteredDocuments(context, request, response);
      });
}

absl::Status RegistryAdmin::WatchDocuments(
    registry::v1::WatchDocumentsRequest request,
    const std::function<absl::Status(const registry::v1::WatchDocumentsResponse& response)>& visit,
    const StopCheck& stop) {
  bool answered = false;
  while (true) {
    grpc::ClientContext context;
    auto reader = registry_->WatchDocuments(&context, request);
    absl::Status status = ReadStream<registry::v1::WatchDocumentsResponse>(
        context, *reader,
        [&](const registry::v1::WatchDocumentsResponse& response) {
          answered = true;
          absl::Status visited = visit(response);
          if (!visited.ok()) return visited;
          request.set_after_position(response.reached_position());
          request.clear_after_number();
          if (response.has_reached_number()) request.set_after_number(response.reached_number());
          return absl::OkStatus();
        },
        stop);
    if (!answered || !absl::IsUnavailable(status)) return status;
    absl::SleepFor(kReconnectPause);
  }
}

}  // namespace docshare::admin
