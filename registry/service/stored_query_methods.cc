#include "registry/service/stored_query_methods.h"

#include <utility>

#include "registry/query/find_documents.h"
#include "registry/query/find_documents_by_reference_id.h"
#include "registry/query/find_documents_exclude.h"
#include "registry/query/find_documents_for_multiple_patients.h"
#include "registry/query/find_folders.h"
#include "registry/query/find_folders_for_multiple_patients.h"
#include "registry/query/find_submission_sets.h"
#include "registry/query/get_all.h"
#include "registry/query/get_associations.h"
#include "registry/query/get_documents.h"
#include "registry/query/get_documents_and_associations.h"
#include "registry/query/get_folder_and_contents.h"
#include "registry/query/get_folders.h"
#include "registry/query/get_folders_for_document.h"
#include "registry/query/get_related_documents.h"
#include "registry/query/get_submission_set_and_contents.h"
#include "registry/query/get_submission_sets.h"
#include "registry/service/raw_call.h"

namespace docshare::registry {

template <typename Request>
grpc::ServerUnaryReactor* StoredQueryMethods::Answer(
    Context* context, const Bytes& request, Bytes* reply, absl::string_view method,
    absl::StatusOr<std::string> (*query)(const Request& request, const RegistryStore& store)) {
  Reactor* reactor = context->DefaultReactor();
  Request parsed;
  auto caller = Receive(*context, *roles_, Role::kQuery, request, &parsed);
  if (!caller.ok()) {
    Refuse(caller.status(), method, *log_, reactor);
    return reactor;
  }
  absl::StatusOr<std::string> answer = query(parsed, *store_);
  if (!answer.ok()) {
    Refuse(answer.status(), method, *log_, reactor);
    return reactor;
  }
  *reply = Wrap(*std::move(answer));
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerUnaryReactor* StoredQueryMethods::FindDocuments(Context* context, const Bytes* request,
                                                            Bytes* reply) {
  return Answer(context, *request, reply, "FindDocuments", registry::FindDocuments);
}

grpc::ServerUnaryReactor* StoredQueryMethods::FindDocumentsByReferenceId(Context* context,
                                                                         const Bytes* request,
                                                                         Bytes* reply) {
  return Answer(context, *request, reply, "FindDocumentsByReferenceId",
                registry::FindDocumentsByReferenceId);
}

grpc::ServerUnaryReactor* StoredQueryMethods::FindDocumentsExclude(Context* context,
                                                                   const Bytes* request,
                                                                   Bytes* reply) {
  return Answer(context, *request, reply, "FindDocumentsExclude", registry::FindDocumentsExclude);
}

grpc::ServerUnaryReactor* StoredQueryMethods::FindDocumentsForMultiplePatients(Context* context,
                                                                               const Bytes* request,
                                                                               Bytes* reply) {
  return Answer(context, *request, reply, "FindDocumentsForMultiplePatients",
                registry::FindDocumentsForMultiplePatients);
}

grpc::ServerUnaryReactor* StoredQueryMethods::FindFolders(Context* context, const Bytes* request,
                                                          Bytes* reply) {
  return Answer(context, *request, reply, "FindFolders", registry::FindFolders);
}

grpc::ServerUnaryReactor* StoredQueryMethods::FindFoldersForMultiplePatients(Context* context,
                                                                             const Bytes* request,
                                                                             Bytes* reply) {
  return Answer(context, *request, reply, "FindFoldersForMultiplePatients",
                registry::FindFoldersForMultiplePatients);
}

grpc::ServerUnaryReactor* StoredQueryMethods::FindSubmissionSets(Context* context,
                                                                 const Bytes* request,
                                                                 Bytes* reply) {
  return Answer(context, *request, reply, "FindSubmissionSets", registry::FindSubmissionSets);
}

grpc::ServerUnaryReactor* StoredQueryMethods::GetAll(Context* context, const Bytes* request,
                                                     Bytes* reply) {
  return Answer(context, *request, reply, "GetAll", registry::GetAll);
}

grpc::ServerUnaryReactor* StoredQueryMethods::GetAssociations(Context* context,
                                                              const Bytes* request, Bytes* reply) {
  return Answer(context, *request, reply, "GetAssociations", registry::GetAssociations);
}

grpc::ServerUnaryReactor* StoredQueryMethods::GetDocuments(Context* context, const Bytes* request,
                                                           Bytes* reply) {
  return Answer(context, *request, reply, "GetDocuments", registry::GetDocuments);
}

grpc::ServerUnaryReactor* StoredQueryMethods::GetDocumentsAndAssociations(Context* context,
                                                                          const Bytes* request,
                                                                          Bytes* reply) {
  return Answer(context, *request, reply, "GetDocumentsAndAssociations",
                registry::GetDocumentsAndAssociations);
}

grpc::ServerUnaryReactor* StoredQueryMethods::GetFolderAndContents(Context* context,
                                                                   const Bytes* request,
                                                                   Bytes* reply) {
  return Answer(context, *request, reply, "GetFolderAndContents", registry::GetFolderAndContents);
}

grpc::ServerUnaryReactor* StoredQueryMethods::GetFolders(Context* context, const Bytes* request,
                                                         Bytes* reply) {
  return Answer(context, *request, reply, "GetFolders", registry::GetFolders);
}

grpc::ServerUnaryReactor* StoredQueryMethods::GetFoldersForDocument(Context* context,
                                                                    const Bytes* request,
                                                                    Bytes* reply) {
  return Answer(context, *request, reply, "GetFoldersForDocument", registry::GetFoldersForDocument);
}

grpc::ServerUnaryReactor* StoredQueryMethods::GetRelatedDocuments(Context* context,
                                                                  const Bytes* request,
                                                                  Bytes* reply) {
  return Answer(context, *request, reply, "GetRelatedDocuments", registry::GetRelatedDocuments);
}

grpc::ServerUnaryReactor* StoredQueryMethods::GetSubmissionSetAndContents(Context* context,
                                                                          const Bytes* request,
                                                                          Bytes* reply) {
  return Answer(context, *request, reply, "GetSubmissionSetAndContents",
                registry::GetSubmissionSetAndContents);
}

grpc::ServerUnaryReactor* StoredQueryMethods::GetSubmissionSets(Context* context,
                                                                const Bytes* request,
                                                                Bytes* reply) {
  return Answer(context, *request, reply, "GetSubmissionSets", registry::GetSubmissionSets);
}

}  // namespace docshare::registry
