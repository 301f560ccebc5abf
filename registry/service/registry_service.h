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

// Methods are raw: queries answer with bytes composed from stored rows, and a request that is no
// message gets an error of the standard, which it would not from generated code.
using RegistryServiceBase = v1::RegistryService::WithRawCallbackMethod_FeedPatient<
    v1::RegistryService::WithRawCallbackMethod_RegisterDocumentSet<
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
                                        const grpc::ByteBuffer* request,
                                        grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* RegisterDocumentSet(grpc::CallbackServerContext* context,
                                                const grpc::ByteBuffer* request,
                                                grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* FindDocuments(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetDocuments(grpc::CallbackServerContext* context,
                                         const grpc::ByteBuffer* request,
                                         grpc::ByteBuffer* response) override;

 private:
  // A command of rule version kRuleVersion with id, time and caller filled in.
  storage::v1::Command NewCommand(const std::string& caller) const;

  // Checks the role, parses the request, lets `prepare` put the change into a command and hands it
  // to the committer, which finishes with a Response.
  template <typename Request, typename Response, typename Prepare>
  grpc::ServerUnaryReactor* Write(grpc::CallbackServerContext* context,
                                  const grpc::ByteBuffer& request, grpc::ByteBuffer* response,
                                  Role role, absl::string_view method, Prepare prepare);

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
