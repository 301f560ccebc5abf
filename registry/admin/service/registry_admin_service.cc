#include "registry/admin/service/registry_admin_service.h"

#include <utility>

#include "registry/admin/object_counts.h"
#include "registry/admin/patient_record.h"
#include "registry/admin/registered_documents.h"
#include "registry/admin/service/rebuild_call.h"
#include "registry/admin/stored_object.h"
#include "registry/admin/stored_rows.h"
#include "registry/admin/withdrawal.h"
#include "registry/commit/state_machine.h"
#include "registry/index/key_space.h"

namespace docshare::registry {
namespace {

// Gives a flag back.
class Releaser {
 public:
  explicit Releaser(std::atomic<bool>& flag) : flag_(flag) {}
  ~Releaser() { flag_ = false; }

  Releaser(const Releaser&) = delete;
  Releaser& operator=(const Releaser&) = delete;

 private:
  std::atomic<bool>& flag_;
};

}  // namespace

grpc::Status RegistryAdminService::GetStatus(grpc::ServerContext* context,
                                             const admin::v1::GetStatusRequest* /*request*/,
                                             admin::v1::GetStatusResponse* response) {
  return calls_.Serve(*context, "GetStatus",
                      [&](const std::string& /*caller*/) { return FillStatus(*response); });
}

absl::Status RegistryAdminService::FillStatus(admin::v1::GetStatusResponse& response) const {
  response.set_version(with_.version);
  response.set_home_community_id(with_.store->community());
  response.set_schema_version(kSchemaVersion);
  response.set_rule_version(kRuleVersion);
  response.set_durable_position(with_.store->durable_position());
  response.set_commit_position(with_.store->commit_position());
  response.set_draining(draining_);
  response.set_waiting_commands(with_.committer->waiting());
  response.set_groups(with_.committer->groups());
  response.set_commands(with_.committer->commands());
  response.set_started_s(started_s_);
  response.set_watches(static_cast<uint32_t>(with_.watches->running()));
  auto counts = CountObjects(*with_.store->Snapshot());
  if (!counts.ok()) return counts.status();
  admin::v1::ObjectCounts& told = *response.mutable_counts();
  told.set_patients(counts->patients);
  told.set_document_entries(counts->document_entries);
  told.set_submission_sets(counts->submission_sets);
  told.set_folders(counts->folders);
  told.set_associations(counts->associations);
  told.set_exact(counts->exact);
  return absl::OkStatus();
}

grpc::Status RegistryAdminService::LookUpPatient(grpc::ServerContext* context,
                                                 const admin::v1::LookUpPatientRequest* request,
                                                 admin::v1::LookUpPatientResponse* response) {
  return calls_.Serve(*context, "LookUpPatient", [&](const std::string& /*caller*/) {
    return TakeAnswer(registry::LookUpPatient(*with_.store->Snapshot(), *request), response);
  });
}

grpc::Status RegistryAdminService::GetObject(grpc::ServerContext* context,
                                             const admin::v1::GetObjectRequest* request,
                                             admin::v1::GetObjectResponse* response) {
  return calls_.Serve(*context, "GetObject", [&](const std::string& /*caller*/) {
    return TakeAnswer(registry::GetObject(*with_.store->Snapshot(), *request), response);
  });
}

grpc::Status RegistryAdminService::GetRows(grpc::ServerContext* context,
                                           const admin::v1::GetRowsRequest* request,
                                           admin::v1::GetRowsResponse* response) {
  return calls_.Serve(*context, "GetRows", [&](const std::string& /*caller*/) {
    return TakeAnswer(registry::GetRows(*with_.store->Snapshot(), *request), response);
  });
}

grpc::Status RegistryAdminService::Withdraw(grpc::ServerContext* context,
                                            const admin::v1::WithdrawRequest* request,
                                            admin::v1::WithdrawResponse* response) {
  return calls_.Serve(*context, "Withdraw", [&](const std::string& caller) {
    absl::Status status =
        TakeAnswer(registry::Withdraw(*with_.store, *with_.commands, *request, caller), response);
    if (status.ok() && !request->dry_run()) {
      with_.log->Info("document_withdrawn", {{"caller", caller},
                                             {"objects", response->objects_size()},
                                             {"position", response->commit_position()}});
    }
    return status;
  });
}

grpc::Status RegistryAdminService::RebuildIndexes(
    grpc::ServerContext* context, const admin::v1::RebuildIndexesRequest* request,
    grpc::ServerWriter<admin::v1::RebuildIndexesResponse>* writer) {
  return calls_.Serve(*context, "RebuildIndexes", [&](const std::string& caller) {
    if (rebuilding_.exchange(true)) return absl::AbortedError("another rebuild runs");
    const Releaser releaser(rebuilding_);
    return RebuildCall({with_.store, with_.commands, with_.clock, with_.log, &draining_}, context,
                       writer, caller)
        .Run(request->compare_only());
  });
}

grpc::Status RegistryAdminService::RotateDatabaseKey(
    grpc::ServerContext* context, const admin::v1::RotateDatabaseKeyRequest* /*request*/,
    admin::v1::RotateDatabaseKeyResponse* response) {
  return calls_.Serve(*context, "RotateDatabaseKey", [&](const std::string& caller) {
    const std::lock_guard<std::mutex> lock(rotating_);
    absl::Status status = TakeAnswer(with_.rotate_database_key(), response);
    with_.log->Info("keys_rotated", {{"caller", caller},
                                     {"code", absl::StatusCodeToString(status.code())},
                                     {"rewrapped", response->rewrapped()}});
    return status;
  });
}

grpc::Status RegistryAdminService::ListRegisteredDocuments(
    grpc::ServerContext* context, const admin::v1::ListRegisteredDocumentsRequest* request,
    grpc::ServerWriter<admin::v1::ListRegisteredDocumentsResponse>* writer) {
  return calls_.Serve(*context, "ListRegisteredDocuments", [&](const std::string& /*caller*/) {
    return registry::ListRegisteredDocuments(
        *with_.store, *request,
        [&](const admin::v1::ListRegisteredDocumentsResponse& response) -> absl::Status {
          if (draining_) return absl::UnavailableError("the server drains; run it again");
          if (context->IsCancelled() || !writer->Write(response)) {
            return absl::CancelledError("the caller is gone");
          }
          return absl::OkStatus();
        });
  });
}

grpc::Status RegistryAdminService::LookUpRegisteredDocuments(
    grpc::ServerContext* context, const admin::v1::LookUpRegisteredDocumentsRequest* request,
    admin::v1::LookUpRegisteredDocumentsResponse* response) {
  return calls_.Serve(*context, "LookUpRegisteredDocuments", [&](const std::string& /*caller*/) {
    return TakeAnswer(registry::LookUpRegisteredDocuments(*with_.store, *request), response);
  });
}

}  // namespace docshare::registry
