#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>

#include "domain/access/peer_roles.h"
#include "platform/clock/clock.h"
#include "platform/operations/operational_log.h"
#include "platform/random/uuid_source.h"
#include "registry/commit/committer.h"
#include "registry/service/document_watches.h"
#include "registry/service/stored_query_methods.h"
#include "registry/store/registry_store.h"
#include "registry/validation/submission_validator.h"

namespace docshare::registry {

// The gRPC face of the registry: message in, domain call, message out. Never blocks a gRPC thread:
// a write is handed to the committer and answered from its thread. Queries are in
// StoredQueryMethods. Thread-safe.
class RegistryService final : public StoredQueryMethods {
 public:
  // Everything must outlive the service.
  struct Collaborators {
    RegistryStore* store;
    Committer* committer;
    const PeerRoles* roles;
    const platform::Clock* clock;
    platform::UuidSource* uuids;
    platform::OperationalLog* log;
    DocumentWatches* watches;
    const SubmissionValidator* validator;
  };

  explicit RegistryService(const Collaborators& collaborators)
      : StoredQueryMethods(collaborators.store, collaborators.roles, collaborators.log),
        with_(collaborators) {}

  grpc::ServerUnaryReactor* FeedPatient(grpc::CallbackServerContext* context,
                                        const grpc::ByteBuffer* request,
                                        grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* RegisterDocumentSet(grpc::CallbackServerContext* context,
                                                const grpc::ByteBuffer* request,
                                                grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* RegisterOnDemandDocumentEntry(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ValidateSubmission(grpc::CallbackServerContext* context,
                                               const grpc::ByteBuffer* request,
                                               grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* MergePatients(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ChangePatientLink(grpc::CallbackServerContext* context,
                                              const grpc::ByteBuffer* request,
                                              grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* UpdateDocumentSet(grpc::CallbackServerContext* context,
                                              const grpc::ByteBuffer* request,
                                              grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* RestrictedUpdateDocumentSet(grpc::CallbackServerContext* context,
                                                        const grpc::ByteBuffer* request,
                                                        grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* RemoveMetadata(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchDocuments(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;

 private:
  // A command of rule version kRuleVersion with id, time and caller filled in.
  storage::v1::Command NewCommand(const std::string& caller) const;

  // Checks the role, parses the request, lets `prepare` put the change into a command, refuses it
  // when that or the community's rules find a fault, and hands it to the committer, which finishes
  // with a Response.
  template <typename Request, typename Response, typename Prepare>
  grpc::ServerUnaryReactor* Write(grpc::CallbackServerContext* context,
                                  const grpc::ByteBuffer& request, grpc::ByteBuffer* response,
                                  Role role, absl::string_view method, Prepare prepare);

  const Collaborators with_;
  // ValidateSubmission calls at work.
  std::atomic<int> validations_{0};
};

}  // namespace docshare::registry
