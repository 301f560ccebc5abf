#pragma once

#include <cstddef>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "consumer/client/testing/scripted_failures.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/registry/v1/registry_service.grpc.pb.h"

namespace docshare::consumer {

// A refusal as a server of ours makes it: `code` with one RegistryError as payload.
absl::Status Refusal(absl::StatusCode code, const std::string& error_code,
                     const std::string& context, const std::string& location);

// A registry in memory, for tests: keeps what it is given, refuses documents of unknown patients,
// filters queries by patient and status and pages. Everything else of a query it only records.
// Thread-safe.
class FakeRegistry : public docshare::registry::v1::RegistryService::Service {
 public:
  grpc::Status FeedPatient(grpc::ServerContext* context,
                           const docshare::registry::v1::FeedPatientRequest* request,
                           docshare::registry::v1::FeedPatientResponse* response) override;
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

  // What RegisterDocumentSet does, for a repository in the same process.
  absl::Status Register(const docshare::registry::v1::RegisterDocumentSetRequest& request,
                        docshare::registry::v1::RegisterDocumentSetResponse& response);

  // Makes a patient known without a call.
  void AddPatient(const std::string& id);
  // Registers an entry without a call.
  void AddEntry(docshare::metadata::v1::DocumentEntry entry);

  // How the next calls of any kind fail.
  ScriptedFailures& failures() { return failures_; }
  // Documents on one page; 100 unless told.
  void set_page_size(size_t size);
  // Hands out the same page for ever.
  void set_stuck(bool stuck);

  std::vector<docshare::registry::v1::FeedPatientRequest> fed() const;
  std::vector<docshare::registry::v1::FindDocumentsRequest> queries() const;
  std::vector<docshare::registry::v1::RegisterDocumentSetRequest> submissions() const;

 private:
  ScriptedFailures failures_;
  mutable std::mutex mutex_;
  // All guarded by mutex_.
  size_t page_size_ = 100;
  bool stuck_ = false;
  std::set<std::string> patients_;
  std::vector<docshare::metadata::v1::DocumentEntry> entries_;
  std::vector<docshare::registry::v1::FeedPatientRequest> fed_;
  std::vector<docshare::registry::v1::FindDocumentsRequest> queries_;
  std::vector<docshare::registry::v1::RegisterDocumentSetRequest> submissions_;
};

}  // namespace docshare::consumer
