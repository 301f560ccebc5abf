#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "docshare/repository/v1/repository_service.grpc.pb.h"
#include "domain/access/peer_roles.h"
#include "platform/clock/clock.h"
#include "platform/operations/operational_log.h"
#include "platform/rpc/stream_watchdog.h"
#include "repository/provide/provide_limits.h"
#include "repository/provide/provide_session.h"
#include "repository/removal/document_remover.h"
#include "repository/retrieve/document_retriever.h"

namespace docshare::repository {

// Largest message a server of this service has to read: the metadata of a submission, and room for
// the message around it.
inline constexpr int kMaxRepositoryMessageBytes = static_cast<int>(kMaxMetadataBytes) + (64 << 10);

// RetrieveDocumentSet reads its request itself: one that is no message gets an error of the
// standard, which it would not from generated code.
using RepositoryServiceBase = v1::RepositoryService::WithSplitStreamingMethod_RetrieveDocumentSet<
    v1::RepositoryService::Service>;

// The gRPC face of the repository: message in, domain call, message out. Synchronous: each call has
// a thread, blocks on the disk and on its peer, and is cancelled when it stalls. Thread-safe.
class RepositoryService final : public RepositoryServiceBase {
 public:
  // Everything must outlive the service.
  struct Collaborators {
    const ProvideSession::Collaborators* provide;
    const DocumentRetriever* retriever;
    const DocumentRemover* remover;
    const PeerRoles* roles;
    platform::StreamWatchdog* watchdog;
    const platform::Clock* clock;
    platform::OperationalLog* log;
  };

  struct Limits {
    // Calls beyond are refused with XDSRepositoryBusy.
    int max_calls = 128;
    // A stream that does not move for so long is cancelled.
    absl::Duration stall_limit = absl::Seconds(30);
    // How long a submission waits for the registry.
    absl::Duration registry_wait = absl::Seconds(20);
  };

  RepositoryService(const Collaborators& with, const Limits& limits)
      : with_(with), limits_(limits) {}

  // Bytes of documents since the start: received from sources, and sent to consumers.
  uint64_t provided_bytes() const { return provided_bytes_; }
  uint64_t retrieved_bytes() const { return retrieved_bytes_; }

  grpc::Status ProvideDocumentSet(grpc::ServerContext* context,
                                  grpc::ServerReader<v1::ProvideDocumentSetRequest>* reader,
                                  v1::ProvideDocumentSetResponse* response) override;

  grpc::Status StreamedRetrieveDocumentSet(
      grpc::ServerContext* context,
      grpc::ServerSplitStreamer<v1::RetrieveDocumentSetRequest, v1::RetrieveDocumentSetResponse>*
          stream) override;

  grpc::Status RemoveDocuments(grpc::ServerContext* context,
                               const v1::RemoveDocumentsRequest* request,
                               v1::RemoveDocumentsResponse* response) override;

 private:
  // Ok when the caller holds `role` and there is room for a call.
  absl::Status Admit(const grpc::ServerContext& context, Role role, int running_calls) const;

  // Reads the stream into `session` until it ends.
  absl::Status Receive(grpc::ServerContext* context,
                       grpc::ServerReader<v1::ProvideDocumentSetRequest>* reader,
                       ProvideSession& session);

  // What the caller gets: a refusal without a code of the standard gets XDSRepositoryError or
  // XDSRepositoryOutOfResources, unless it is one of access or of the transport.
  grpc::Status Answer(const absl::Status& status) const;

  const Collaborators with_;
  const Limits limits_;
  std::atomic<int> running_calls_ = 0;
  std::atomic<uint64_t> provided_bytes_ = 0;
  std::atomic<uint64_t> retrieved_bytes_ = 0;
};

}  // namespace docshare::repository
