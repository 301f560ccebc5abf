#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "docshare/admin/v1/registry_admin_service.grpc.pb.h"
#include "domain/access/peer_roles.h"
#include "platform/clock/clock.h"
#include "platform/operations/operational_log.h"
#include "registry/admin/command_sender.h"
#include "registry/admin/service/admin_calls.h"
#include "registry/commit/committer.h"
#include "registry/service/document_watches.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The gRPC face of the registry's administration: message in, work of registry/admin, message out.
// Synchronous: administrators are few, and their calls may take long. Thread-safe.
class RegistryAdminService final : public admin::v1::RegistryAdminService::Service {
 public:
  // Everything must outlive the service.
  struct Collaborators {
    RegistryStore* store;
    Committer* committer;
    const CommandSender* commands;
    const DocumentWatches* watches;
    const PeerRoles* roles;
    const platform::Clock* clock;
    platform::OperationalLog* log;
    // Reads the key ring again and wraps the database's key under its active key. One call at a
    // time.
    std::function<absl::StatusOr<admin::v1::RotateDatabaseKeyResponse>()> rotate_database_key;
    // Release of the program.
    std::string version;
  };

  explicit RegistryAdminService(const Collaborators& with)
      : with_(with),
        calls_(with.roles, with.log),
        started_s_(absl::ToUnixSeconds(with.clock->Now())) {}

  // Says that the server drains: a rebuild ends.
  void BeginDrain() { draining_ = true; }

  grpc::Status GetStatus(grpc::ServerContext* context, const admin::v1::GetStatusRequest* request,
                         admin::v1::GetStatusResponse* response) override;
  grpc::Status LookUpPatient(grpc::ServerContext* context,
                             const admin::v1::LookUpPatientRequest* request,
                             admin::v1::LookUpPatientResponse* response) override;
  grpc::Status GetObject(grpc::ServerContext* context, const admin::v1::GetObjectRequest* request,
                         admin::v1::GetObjectResponse* response) override;
  grpc::Status GetRows(grpc::ServerContext* context, const admin::v1::GetRowsRequest* request,
                       admin::v1::GetRowsResponse* response) override;
  grpc::Status Withdraw(grpc::ServerContext* context, const admin::v1::WithdrawRequest* request,
                        admin::v1::WithdrawResponse* response) override;
  grpc::Status RebuildIndexes(
      grpc::ServerContext* context, const admin::v1::RebuildIndexesRequest* request,
      grpc::ServerWriter<admin::v1::RebuildIndexesResponse>* writer) override;
  grpc::Status RotateDatabaseKey(grpc::ServerContext* context,
                                 const admin::v1::RotateDatabaseKeyRequest* request,
                                 admin::v1::RotateDatabaseKeyResponse* response) override;
  grpc::Status ListRegisteredDocuments(
      grpc::ServerContext* context, const admin::v1::ListRegisteredDocumentsRequest* request,
      grpc::ServerWriter<admin::v1::ListRegisteredDocumentsResponse>* writer) override;
  grpc::Status LookUpRegisteredDocuments(
      grpc::ServerContext* context, const admin::v1::LookUpRegisteredDocumentsRequest* request,
      admin::v1::LookUpRegisteredDocumentsResponse* response) override;

 private:
  absl::Status FillStatus(admin::v1::GetStatusResponse& response) const;

  const Collaborators with_;
  const AdminCalls calls_;
  const int64_t started_s_;
  std::atomic<bool> draining_ = false;
  std::atomic<bool> rebuilding_ = false;
  // Held while keys are rotated.
  std::mutex rotating_;
};

}  // namespace docshare::registry
