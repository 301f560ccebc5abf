#include "consumer/client/document_consumer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "consumer/client/document_file.h"
#include "consumer/client/transfer.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::DocumentEntry;
using docshare::registry::v1::FindDocumentsRequest;
using docshare::registry::v1::FindDocumentsResponse;
using docshare::registry::v1::GetDocumentsRequest;
using docshare::registry::v1::GetDocumentsResponse;
using docshare::repository::v1::RepositoryService;
using docshare::repository::v1::RetrieveDocumentSetRequest;
using docshare::repository::v1::RetrieveDocumentSetResponse;

ExpectedContent ExpectedOf(const DocumentEntry& entry) {
  ExpectedContent expected;
  expected.hash = entry.hash();
  if (entry.has_size()) expected.size_bytes = entry.size();
  return expected;
}

DocumentLocation LocationOf(const DocumentEntry& entry) {
  return {entry.repository_unique_id(), entry.unique_id(), entry.home_community_id()};
}

RetrieveDocumentSetRequest RequestFor(const DocumentLocation& location) {
  RetrieveDocumentSetRequest request;
  auto* document = request.add_documents();
  document->set_repository_unique_id(location.repository_unique_id);
  document->set_document_unique_id(location.document_unique_id);
  document->set_home_community_id(location.home_community_id);
  return request;
}

// After a break: an on-demand document would be another one the next time. What came of it belongs
// to its snapshot, if there is one; else nobody has the rest.
void GoOnWithSnapshot(const RetrievalCheck& check, RetrieveDocumentSetRequest& request,
                      TransferAttempt& attempt) {
  const docshare::repository::v1::DocumentHeader& header = check.header();
  if (check.received_bytes() == 0 || header.new_document_unique_id().empty()) return;
  // One that is kept elsewhere would have to be asked for there.
  if (header.new_repository_unique_id() != request.documents(0).repository_unique_id()) {
    attempt.may_repeat = false;
    return;
  }
  request.mutable_documents(0)->set_document_unique_id(header.new_document_unique_id());
}

// One attempt to retrieve one document, from where the one before broke off.
absl::StatusOr<RetrievedDocument> RetrieveOnce(RepositoryService::Stub& stub,
                                               const RetrieveDocumentSetRequest& request,
                                               RetrievalCheck& check, const DocumentSink& sink,
                                               TransferAttempt& attempt) {
  auto reader = stub.RetrieveDocumentSet(&attempt.context, request);
  RetrieveDocumentSetResponse message;
  absl::Status fault;
  absl::Status told;
  while (fault.ok() && reader->Read(&message)) {
    attempt.watch.Progress();
    if (message.has_fault()) {
      // How the call ends says whether it is worth another attempt.
      told = check.Next(message).status();
      continue;
    }
    absl::StatusOr<absl::string_view> bytes = check.Next(message);
    if (!bytes.ok()) {
      fault = bytes.status();
    } else if (!bytes->empty()) {
      fault = sink(*bytes);
      attempt.watch.Progress();
    }
  }
  if (!fault.ok()) {
    // What the sink has taken of the piece it failed at is not known.
    attempt.may_repeat = false;
    attempt.context.TryCancel();
  }
  grpc::Status ended = reader->Finish();
  if (!fault.ok()) return fault;
  // All bytes came and are right: how the stream ended does not matter.
  if (absl::StatusOr<RetrievedDocument> document = check.Finish(); document.ok()) return document;
  if (!ended.ok()) return platform::FromGrpcStatus(ended);
  if (!told.ok()) return told;
  return check.Finish();
}

}  // namespace

DocumentConsumer::DocumentConsumer(CallLimits limits) : limits_(limits) {}

absl::StatusOr<std::unique_ptr<DocumentConsumer>> DocumentConsumer::Create(
    const ConsumerOptions& options) {
  std::unique_ptr<DocumentConsumer> consumer(new DocumentConsumer(options.limits));
  absl::StatusOr<std::shared_ptr<grpc::Channel>> channel = platform::OpenChannel(options.registry);
  if (!channel.ok()) return channel.status();
  consumer->queries_ = std::make_unique<StoredQueries>(*channel, options.limits);
  for (const RepositoryAddress& repository : options.repositories) {
    if (repository.repository_unique_id.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("the repository at ", repository.channel.address, " has no OID"));
    }
    channel = platform::OpenChannel(repository.channel);
    if (!channel.ok()) return channel.status();
    if (!consumer->repositories_
             .emplace(repository.repository_unique_id, RepositoryService::NewStub(*channel))
             .second) {
      return absl::InvalidArgumentError(
          absl::StrCat("the repository ", repository.repository_unique_id, " has two addresses"));
    }
  }
  return consumer;
}

absl::StatusOr<FindDocumentsResponse> DocumentConsumer::FindDocuments(
    const FindDocumentsRequest& request) {
  return queries_->FindDocuments(request);
}

absl::Status DocumentConsumer::FindAllDocuments(FindDocumentsRequest request,
                                                const PageVisitor& visit) {
  return queries_->ForEachPage(&StoredQueries::FindDocuments, std::move(request), visit);
}

absl::StatusOr<GetDocumentsResponse> DocumentConsumer::GetDocuments(
    const GetDocumentsRequest& request) {
  return queries_->GetDocuments(request);
}

absl::StatusOr<RetrievedDocument> DocumentConsumer::Retrieve(const DocumentEntry& entry,
                                                             const DocumentSink& sink) {
  return RetrieveChecked(LocationOf(entry), ExpectedOf(entry), sink);
}

absl::StatusOr<RetrievedDocument> DocumentConsumer::Retrieve(const DocumentLocation& location,
                                                             const DocumentSink& sink) {
  return RetrieveChecked(location, ExpectedContent{}, sink);
}

absl::StatusOr<RetrievedDocument> DocumentConsumer::RetrieveChecked(
    const DocumentLocation& location, const ExpectedContent& expected, const DocumentSink& sink) {
  auto repository = repositories_.find(location.repository_unique_id);
  if (repository == repositories_.end()) {
    return absl::FailedPreconditionError(absl::StrCat("the document is in the repository ",
                                                      location.repository_unique_id,
                                                      ", whose address is not configured"));
  }
  RetrieveDocumentSetRequest request = RequestFor(location);
  RetrievalCheck check(expected);
  absl::StatusOr<RetrievedDocument> document;
  absl::Status status = RunTransfer(limits_, watchdog_, [&](TransferAttempt& attempt) {
    request.mutable_documents(0)->set_offset(check.received_bytes());
    document = RetrieveOnce(*repository->second, request, check, sink, attempt);
    GoOnWithSnapshot(check, request, attempt);
    check.Resume();
    return document.status();
  });
  if (!status.ok()) return status;
  return document;
}

absl::StatusOr<RetrievedDocument> DocumentConsumer::RetrieveToFile(
    const DocumentEntry& entry, const std::string& path,
    const std::function<absl::Status(uint64_t received_bytes)>& progress) {
  absl::StatusOr<DocumentFile> file = DocumentFile::Create(path);
  if (!file.ok()) return file.status();
  uint64_t received_bytes = 0;
  absl::StatusOr<RetrievedDocument> document = Retrieve(entry, [&](absl::string_view bytes) {
    received_bytes += bytes.size();
    absl::Status written = file->Write(bytes);
    return written.ok() && progress ? progress(received_bytes) : written;
  });
  if (!document.ok()) return document.status();
  absl::Status committed = file->Commit();
  if (!committed.ok()) return committed;
  return document;
}

}  // namespace docshare::consumer
