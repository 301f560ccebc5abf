#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "consumer/client/call_limits.h"
#include "consumer/client/document_digest.h"
#include "docshare/registry/v1/registry_service.pb.h"
#include "docshare/repository/v1/repository_service.grpc.pb.h"
#include "platform/rpc/channel.h"
#include "platform/rpc/stream_watchdog.h"

namespace docshare::consumer {

// Reads the next bytes of a document, at most `capacity` of them, into `buffer`; returns how many,
// 0 at the end. An error stops the submission and is returned by it.
using DocumentReader = std::function<absl::StatusOr<size_t>(char* buffer, size_t capacity)>;

// A document to provide.
struct DocumentToProvide {
  // entry_uuid of its DocumentEntry, as in the metadata of the submission.
  std::string entry_uuid;
  // Starts to read the document at its beginning.
  std::function<absl::StatusOr<DocumentReader>()> open;
  // Whether `open` works again after it was called once. A submission with a document that cannot
  // be read again is not repeated once its reading has begun.
  bool can_reopen = true;
};

// A document in a file. Opening and reading return kFailedPrecondition with path and reason when
// the file cannot be read.
DocumentToProvide DocumentFromFile(std::string entry_uuid, std::string path);

// A document in memory.
DocumentToProvide DocumentFromBytes(std::string entry_uuid, std::string bytes);

// What was sent of a document.
struct ProvidedDocument {
  std::string entry_uuid;
  ContentSummary content;
};

struct ProvidedSubmission {
  // The registry's answer.
  docshare::registry::v1::RegisterDocumentSetResponse registration;
  // In the order given to Provide().
  std::vector<ProvidedDocument> documents;
};

// Hears the bytes of documents sent so far, in all; a repetition begins at 0 again. An error stops
// the submission and is returned by it.
using ProvideProgress = std::function<absl::Status(uint64_t sent_bytes)>;

struct SourceOptions {
  platform::ChannelOptions repository;
  CallLimits limits;
};

// The Document Source actor: provides documents with their metadata to one repository, which
// registers them. Holds one connection, made on first use.
//
// Thread-safe. Calls block.
// Source: ITI TF-1:10.1.1.1; ITI-41.
class DocumentSource {
 public:
  // Bytes sent in one message.
  static constexpr size_t kChunkBytes = 256 * 1024;

  // Connects to nothing yet. Returns the errors of platform::OpenChannel.
  static absl::StatusOr<std::unique_ptr<DocumentSource>> Create(SourceOptions options);

  // Provides one submission, all or nothing. Memory does not depend on the size of documents.
  // When the repository answers early, sending stops at once and its error is the result.
  //
  // Repeats the submission on UNAVAILABLE when all documents can be read again: the repository
  // answers one that it has already as the first time. So fix the unique ids, and the entryUUIDs or
  // symbolic ids, in `metadata`.
  //
  // Returns the refusals of ProvideDocumentSet with the standard's errors (see RegistryErrorsOf),
  // and the errors of readers and `progress`.
  absl::StatusOr<ProvidedSubmission> Provide(
      const docshare::registry::v1::RegisterDocumentSetRequest& metadata,
      const std::vector<DocumentToProvide>& documents, const ProvideProgress& progress = nullptr);

 private:
  explicit DocumentSource(CallLimits limits);

  const CallLimits limits_;
  std::unique_ptr<docshare::repository::v1::RepositoryService::Stub> repository_;
  platform::StreamWatchdog watchdog_;
};

}  // namespace docshare::consumer
