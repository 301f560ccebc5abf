#pragma once

#include <cstddef>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "consumer/client/testing/scripted_failures.h"
#include "docshare/metadata/v1/association.pb.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/folder.pb.h"
#include "docshare/registry/v1/registry_service.grpc.pb.h"

namespace docshare::consumer {

// A refusal as a server of ours makes it: `code` with one RegistryError as payload.
absl::Status Refusal(absl::StatusCode code, const std::string& error_code,
                     const std::string& context, const std::string& location);

// A registry in memory, for tests: keeps what it is given under the ids it is given, refuses
// documents of unknown patients, deprecates what is replaced, and gives the documents of one
// patient to another when they are merged. Queries filter by patient and status, by ids and by
// associations, and those named Find page. Everything else of a query is only recorded.
// Thread-safe.
class FakeRegistry : public docshare::registry::v1::RegistryService::Service {
 public:
  grpc::Status FeedPatient(grpc::ServerContext* context,
                           const docshare::registry::v1::FeedPatientRequest* request,
                           docshare::registry::v1::FeedPatientResponse* response) override;
  grpc::Status MergePatients(grpc::ServerContext* context,
                             const docshare::registry::v1::MergePatientsRequest* request,
                             docshare::registry::v1::MergePatientsResponse* response) override;
  grpc::Status RegisterDocumentSet(
      grpc::ServerContext* context,
      const docshare::registry::v1::RegisterDocumentSetRequest* request,
      docshare::registry::v1::RegisterDocumentSetResponse* response) override;
  grpc::Status FindDocuments(grpc::ServerContext* context,
                             const docshare::registry::v1::FindDocumentsRequest* request,
                             docshare::registry::v1::FindDocumentsResponse* response) override;
  grpc::Status GetDocuments(grpc::ServerContext* context,
                            const docshare::registry::v1::GetDocumentsRequest* request,
                            docshare::registry::v1::GetDocumentsResponse* response) override;

  grpc::Status FindDocumentsByReferenceId(
      grpc::ServerContext* context,
      const docshare::registry::v1::FindDocumentsByReferenceIdRequest* request,
      docshare::registry::v1::FindDocumentsByReferenceIdResponse* response) override;
  grpc::Status FindFolders(grpc::ServerContext* context,
                           const docshare::registry::v1::FindFoldersRequest* request,
                           docshare::registry::v1::FindFoldersResponse* response) override;
  grpc::Status GetFolders(grpc::ServerContext* context,
                          const docshare::registry::v1::GetFoldersRequest* request,
                          docshare::registry::v1::GetFoldersResponse* response) override;
  grpc::Status GetFolderAndContents(
      grpc::ServerContext* context,
      const docshare::registry::v1::GetFolderAndContentsRequest* request,
      docshare::registry::v1::GetFolderAndContentsResponse* response) override;
  grpc::Status GetFoldersForDocument(
      grpc::ServerContext* context,
      const docshare::registry::v1::GetFoldersForDocumentRequest* request,
      docshare::registry::v1::GetFoldersForDocumentResponse* response) override;
  grpc::Status GetRelatedDocuments(
      grpc::ServerContext* context,
      const docshare::registry::v1::GetRelatedDocumentsRequest* request,
      docshare::registry::v1::GetRelatedDocumentsResponse* response) override;

  // What RegisterDocumentSet does, for a repository in the same process.
  absl::Status Register(const docshare::registry::v1::RegisterDocumentSetRequest& request,
                        docshare::registry::v1::RegisterDocumentSetResponse& response);

  // Makes a patient known without a call.
  void AddPatient(const std::string& id);
  // Register an object without a call.
  void AddEntry(docshare::metadata::v1::DocumentEntry entry);
  void AddFolder(docshare::metadata::v1::Folder folder);
  void AddAssociation(const std::string& type, const std::string& source,
                      const std::string& target);

  // How the next calls of any kind fail.
  ScriptedFailures& failures() { return failures_; }
  // Objects on one page; 100 unless told.
  void set_page_size(size_t size);
  // Hands out the same page for ever.
  void set_stuck(bool stuck);

  std::vector<docshare::registry::v1::FeedPatientRequest> fed() const;
  std::vector<docshare::registry::v1::FindDocumentsRequest> queries() const;
  std::vector<docshare::registry::v1::FindDocumentsByReferenceIdRequest> reference_id_queries()
      const;
  std::vector<docshare::registry::v1::RegisterDocumentSetRequest> submissions() const;

 private:
  // Counts the call, and tells how it has to fail.
  grpc::Status Begin();
  // Puts the page of `matches` that `request` asks for into `response`, each by `add`.
  template <typename Object, typename Request, typename Response, typename Add>
  grpc::Status Page(const std::vector<Object>& matches, const Request& request, Response& response,
                    const Add& add) const;
  // Whether there is such an association. Requires mutex_.
  bool IsMember(const std::string& folder, const std::string& entry_uuid) const;
  // Keeps the association, with its effect. Requires mutex_.
  void Relate(const docshare::metadata::v1::Association& association);

  ScriptedFailures failures_;
  mutable std::mutex mutex_;
  // All guarded by mutex_.
  size_t page_size_ = 100;
  bool stuck_ = false;
  std::set<std::string> patients_;
  std::vector<docshare::metadata::v1::DocumentEntry> entries_;
  std::vector<docshare::metadata::v1::Folder> folders_;
  std::vector<docshare::metadata::v1::Association> associations_;
  std::vector<docshare::registry::v1::FeedPatientRequest> fed_;
  std::vector<docshare::registry::v1::FindDocumentsRequest> queries_;
  std::vector<docshare::registry::v1::FindDocumentsByReferenceIdRequest> reference_id_queries_;
  std::vector<docshare::registry::v1::RegisterDocumentSetRequest> submissions_;
};

}  // namespace docshare::consumer
