#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>

#include "docshare/registry/v1/registry_service.grpc.pb.h"
#include "domain/access/peer_roles.h"
#include "platform/clock/clock.h"
#include "platform/operations/operational_log.h"
#include "platform/random/uuid_source.h"
#include "registry/commit/committer.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// Queries answer with bytes composed from stored rows; their methods are raw.
using RegistryServiceBase = v1::RegistryService::WithCallbackMethod_FeedPatient<
    v1::RegistryService::WithCallbackMethod_RegisterDocumentSet<
        v1::RegistryService::WithRawCallbackMethod_FindDocuments<
            v1::RegistryService::WithRawCallbackMethod_GetDocuments<
                v1::RegistryService::Service>>>>;

// The gRPC face of the registry: message in, domain call, message out. Never blocks a gRPC thread:
// a write is handed to the committer and answered from its thread. Thread-safe.
class RegistryService final : public RegistryServiceBase {
 public:
  // Everything must outlive the service.
  struct Collaborators {
    RegistryStore* store;
    Committer* committer;
    const PeerRoles* roles;
    const platform::Clock* clock;
    platform::UuidSource* uuids;
    platform::OperationalLog* log;
  };

  explicit RegistryService(const Collaborators& collaborators) : with_(collaborators) {}

  grpc::ServerUnaryReactor* FeedPatient(grpc::CallbackServerContext* context,
                                        const v1::FeedPatientRequest* request,
                                        v1::FeedPatientResponse* response) override;
  grpc::ServerUnaryReactor* RegisterDocumentSet(grpc::CallbackServerContext* context,
                                                const v1::RegisterDocumentSetRequest* request,
                                                v1::RegisterDocumentSetResponse* response) override;
  grpc::ServerUnaryReactor* FindDocuments(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetDocuments(grpc::CallbackServerContext* context,
                                         const grpc::ByteBuffer* request,
                                         grpc::ByteBuffer* response) override;

 private:
  // A command of rule version kRuleVersion with id, time and caller filled in.
  storage::v1::Command NewCommand(const std::string& caller) const;

  // Commits, then writes the reply of type Response and finishes `reactor`.
  template <typename Response>
  void Commit(const storage::v1::Command& command, absl::string_view method, Response* response,
              grpc::ServerUnaryReactor* reactor);

  // Checks the role, parses the request, runs the query and finishes.
  template <typename Request, typename Query>
  grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context,
                                   const grpc::ByteBuffer& request, grpc::ByteBuffer* response,
                                   absl::string_view method, Query query);

  // Ends a call with an error, which gets the code XDSRegistryError if it has none yet.
  void Refuse(const absl::Status& status, absl::string_view method,
              grpc::ServerUnaryReactor* reactor) const;

  const Collaborators with_;
};

}  // namespace docshare::registry
