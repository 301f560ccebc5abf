#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "consumer/client/call_limits.h"
#include "consumer/client/retrieval_check.h"
#include "consumer/client/stored_queries.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/registry/v1/stored_query.pb.h"
#include "docshare/repository/v1/repository_service.grpc.pb.h"
#include "platform/rpc/channel.h"
#include "platform/rpc/stream_watchdog.h"

namespace docshare::consumer {

// Where a repository is.
struct RepositoryAddress {
  // OID of the repository, as entries name it in repository_unique_id.
  std::string repository_unique_id;
  platform::ChannelOptions channel;
};

struct ConsumerOptions {
  platform::ChannelOptions registry;
  // The repositories documents may be fetched from, each OID once.
  std::vector<RepositoryAddress> repositories;
  CallLimits limits;
};

// Which document to fetch, and from where.
struct DocumentLocation {
  std::string repository_unique_id;
  std::string document_unique_id;
  // Echoed by the repository. May be empty.
  std::string home_community_id;
};

// Receives the bytes of a document, piece by piece and in order. An error stops the retrieval and
// is returned by it. Called on the thread that retrieves.
using DocumentSink = std::function<absl::Status(absl::string_view bytes)>;

// Receives one page of a query and says whether the next one is wanted.
using PageVisitor = std::function<bool(const docshare::registry::v1::FindDocumentsResponse& page)>;

// The Document Consumer actor: finds documents in a registry and fetches them from whichever
// repository holds them. Holds one connection for each server, made on first use.
//
// Refusals come back with the standard's errors, see RegistryErrorsOf() in domain/errors.
// Everything may also fail with kUnavailable, kDeadlineExceeded, kPermissionDenied and
// kResourceExhausted. Calls are repeated on UNAVAILABLE only, within CallLimits, and never after a
// byte was handed on.
//
// Thread-safe. Calls block.
// Source: ITI TF-1:10.1.1.2; ITI-18 and ITI-43.
class DocumentConsumer {
 public:
  // Connects to nothing yet. Returns kInvalidArgument for an OID that is missing or given twice,
  // and the errors of platform::OpenChannel.
  static absl::StatusOr<std::unique_ptr<DocumentConsumer>> Create(const ConsumerOptions& options);

  // Every stored query, with the functions below among them.
  StoredQueries& queries() { return *queries_; }

  // One page of one patient's documents, newest first.
  absl::StatusOr<docshare::registry::v1::FindDocumentsResponse> FindDocuments(
      const docshare::registry::v1::FindDocumentsRequest& request);

  // All pages from `request.page_token` on, until `visit` has enough. Returns kInternal when the
  // registry hands out the same page token twice in a row.
  absl::Status FindAllDocuments(docshare::registry::v1::FindDocumentsRequest request,
                                const PageVisitor& visit);

  // Documents by their ids; unknown ids find nothing.
  absl::StatusOr<docshare::registry::v1::GetDocumentsResponse> GetDocuments(
      const docshare::registry::v1::GetDocumentsRequest& request);

  // Fetches the document of `entry`, going on after a break where it was, and checks the bytes
  // against its hash and size and against what the repository says. Bytes handed to `sink` count
  // only when the result is OK; the last piece of a damaged document never gets there.
  //
  // Returns kDataLoss for a document that is damaged or cut short; kNotFound when the repository
  // does not have it; kFailedPrecondition when the address of its repository is not known; the
  // error of `sink`.
  absl::StatusOr<RetrievedDocument> Retrieve(const docshare::metadata::v1::DocumentEntry& entry,
                                             const DocumentSink& sink);

  // The same by id alone: the bytes are checked against what the repository says only.
  absl::StatusOr<RetrievedDocument> Retrieve(const DocumentLocation& location,
                                             const DocumentSink& sink);

  // Fetches the document of `entry` to a file, which appears under `path` complete and verified or
  // not at all (see DocumentFile). `progress`, when given, hears the bytes received so far.
  // Returns the errors of Retrieve and of DocumentFile.
  absl::StatusOr<RetrievedDocument> RetrieveToFile(
      const docshare::metadata::v1::DocumentEntry& entry, const std::string& path,
      const std::function<absl::Status(uint64_t received_bytes)>& progress = nullptr);

 private:
  using RepositoryStub = docshare::repository::v1::RepositoryService::Stub;

  explicit DocumentConsumer(CallLimits limits);

  absl::StatusOr<RetrievedDocument> RetrieveChecked(const DocumentLocation& location,
                                                    const ExpectedContent& expected,
                                                    const DocumentSink& sink);
  const CallLimits limits_;
  std::unique_ptr<StoredQueries> queries_;
  std::map<std::string, std::unique_ptr<RepositoryStub>> repositories_;
  platform::StreamWatchdog watchdog_;
};

}  // namespace docshare::consumer
