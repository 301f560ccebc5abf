#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "docshare/admin/v1/repository_admin_service.grpc.pb.h"
#include "domain/access/peer_roles.h"
#include "platform/clock/clock.h"
#include "platform/crypto/key_ring.h"
#include "platform/operations/operational_log.h"
#include "repository/admin/background_scrub.h"
#include "repository/admin/key_rotation.h"
#include "repository/admin/scrubber.h"
#include "repository/admin/stray_sweep.h"
#include "repository/catalogue/catalogue.h"
#include "repository/content/content_hasher.h"
#include "repository/content/content_store.h"
#include "repository/on_demand/on_demand_documents.h"
#include "repository/provide/pending_ledger.h"

namespace docshare::repository {

// The gRPC face of the repository's administration: message in, work of repository/admin, message
// out. Synchronous: administrators are few, and their calls may take long. Thread-safe.
class RepositoryAdminService final : public admin::v1::RepositoryAdminService::Service {
 public:
  // Everything must outlive the service.
  struct Collaborators {
    const Catalogue* catalogue;
    const ContentStore* content;
    const HashAlgorithms* algorithms;
    const PendingLedger* ledger;
    const platform::KeyRing* key_ring;
    KeyRotation* rotation;
    Scrubber* scrubber;
    const BackgroundScrub* background_scrub;
    // Null when nothing is made on demand.
    OnDemandDocuments* on_demand;
    const StraySweep* sweep;
    const PeerRoles* roles;
    const platform::Clock* clock;
    platform::OperationalLog* log;
    // Bytes free where documents go.
    std::function<uint64_t()> free_bytes;
    // Release of the program, and the OID of the repository.
    std::string version;
    std::string repository_unique_id;
  };

  explicit RepositoryAdminService(Collaborators with);

  // Says that the server drains: what runs long ends with kUnavailable.
  void BeginDrain() { draining_ = true; }

  grpc::Status GetRepositoryStatus(grpc::ServerContext* context,
                                   const admin::v1::GetRepositoryStatusRequest* request,
                                   admin::v1::GetRepositoryStatusResponse* response) override;
  grpc::Status RotateKeys(grpc::ServerContext* context, const admin::v1::RotateKeysRequest* request,
                          grpc::ServerWriter<admin::v1::RotateKeysResponse>* writer) override;
  grpc::Status Scrub(grpc::ServerContext* context, const admin::v1::ScrubRequest* request,
                     grpc::ServerWriter<admin::v1::ScrubResponse>* writer) override;
  grpc::Status VerifyDocument(grpc::ServerContext* context,
                              const admin::v1::VerifyDocumentRequest* request,
                              admin::v1::VerifyDocumentResponse* response) override;
  grpc::Status StreamDocumentVerification(
      grpc::ServerContext* context, const admin::v1::StreamDocumentVerificationRequest* request,
      grpc::ServerWriter<admin::v1::StreamDocumentVerificationResponse>* writer) override;
  grpc::Status SweepContent(grpc::ServerContext* context,
                            const admin::v1::SweepContentRequest* request,
                            grpc::ServerWriter<admin::v1::SweepContentResponse>* writer) override;
  grpc::Status GetDiskUsage(grpc::ServerContext* context,
                            const admin::v1::GetDiskUsageRequest* request,
                            grpc::ServerWriter<admin::v1::GetDiskUsageResponse>* writer) override;
  grpc::Status ListStoredDocuments(
      grpc::ServerContext* context, const admin::v1::ListStoredDocumentsRequest* request,
      grpc::ServerWriter<admin::v1::ListStoredDocumentsResponse>* writer) override;
  grpc::Status LookUpStoredDocuments(grpc::ServerContext* context,
                                     const admin::v1::LookUpStoredDocumentsRequest* request,
                                     admin::v1::LookUpStoredDocumentsResponse* response) override;
  grpc::Status RegisterDocumentList(grpc::ServerContext* context,
                                    const admin::v1::RegisterDocumentListRequest* request,
                                    admin::v1::RegisterDocumentListResponse* response) override;

 private:
  // Does `work`, with the caller's name, for a caller who may administer.
  grpc::Status Serve(const grpc::ServerContext& context, absl::string_view method,
                     const std::function<absl::Status(const std::string& caller)>& work) const;

  // Why a long call is to end, if it is.
  absl::Status Stopped(const grpc::ServerContext& context) const;

  // `tell` hears how many bytes of how many were read, and ends it by an error.
  absl::Status Verify(const std::string& unique_id, admin::v1::VerifyDocumentResponse& response,
                      absl::FunctionRef<absl::Status(uint64_t bytes, uint64_t total)> tell) const;

  const Collaborators with_;
  const int64_t started_s_;
  std::atomic<bool> draining_ = false;
  std::atomic<bool> rotating_ = false;
  std::atomic<bool> scrubbing_ = false;
};

}  // namespace docshare::repository
