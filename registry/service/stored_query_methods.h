#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/access/peer_roles.h"
#include "platform/operations/operational_log.h"
#include "registry/service/raw_methods.h"
#include "registry/store/registry_store.h"

namespace docshare::registry {

// The stored queries of the registry's service: message in, a function of registry/query, bytes
// out. A query is answered on the thread of its call. Thread-safe.
class StoredQueryMethods : public RawRegistryService {
 public:
  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  using Bytes = grpc::ByteBuffer;

  Reactor* FindDocuments(Context* context, const Bytes* request, Bytes* reply) override;
  Reactor* FindDocumentsByReferenceId(Context* context, const Bytes* request,
                                      Bytes* reply) override;
  Reactor* FindDocumentsExclude(Context* context, const Bytes* request, Bytes* reply) override;
  Reactor* FindDocumentsForMultiplePatients(Context* context, const Bytes* request,
                                            Bytes* reply) override;
  Reactor* FindFolders(Context* context, const Bytes* request, Bytes* reply) override;
  Reactor* FindFoldersForMultiplePatients(Context* context, const Bytes* request,
                                          Bytes* reply) override;
  Reactor* FindSubmissionSets(Context* context, const Bytes* request, Bytes* reply) override;
  Reactor* GetAll(Context* context, const Bytes* request, Bytes* reply) override;
  Reactor* GetAssociations(Context* context, const Bytes* request, Bytes* reply) override;
  Reactor* GetDocuments(Context* context, const Bytes* request, Bytes* reply) override;
  Reactor* GetDocumentsAndAssociations(Context* context, const Bytes* request,
                                       Bytes* reply) override;
  Reactor* GetFolderAndContents(Context* context, const Bytes* request, Bytes* reply) override;
  Reactor* GetFolders(Context* context, const Bytes* request, Bytes* reply) override;
  Reactor* GetFoldersForDocument(Context* context, const Bytes* request, Bytes* reply) override;
  Reactor* GetRelatedDocuments(Context* context, const Bytes* request, Bytes* reply) override;
  Reactor* GetSubmissionSetAndContents(Context* context, const Bytes* request,
                                       Bytes* reply) override;
  Reactor* GetSubmissionSets(Context* context, const Bytes* request, Bytes* reply) override;

 protected:
  // Everything must outlive the service.
  StoredQueryMethods(const RegistryStore* store, const PeerRoles* roles,
                     platform::OperationalLog* log)
      : store_(store), roles_(roles), log_(log) {}

 private:
  // Checks the role, parses the request, runs the query and finishes.
  template <typename Request>
  Reactor* Answer(Context* context, const Bytes& request, Bytes* reply, absl::string_view method,
                  absl::StatusOr<std::string> (*query)(const Request& request,
                                                       const RegistryStore& store));

  const RegistryStore* const store_;
  const PeerRoles* const roles_;
  platform::OperationalLog* const log_;
};

}  // namespace docshare::registry
