#include "consumer/client/document_consumer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "consumer/client/document_file.h"
#include "consumer/client/transfer.h"
#include "platform/rpc/retry.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::DocumentEntry;
using docshare::registry::v1::FindDocumentsRequest;
using docshare::registry::v1::FindDocumentsResponse;
using docshare::registry::v1::GetDocumentsRequest;
using docshare::registry::v1::GetDocumentsResponse;
using docshare::registry::v1::RegistryService;
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

// One attempt to retrieve one document.
absl::StatusOr<RetrievedDocument> RetrieveOnce(RepositoryService::Stub& stub,
                                               const RetrieveDocumentSetRequest& request,
                                               const ExpectedContent& expected,
                                               const DocumentSink& sink, TransferAttempt& attempt) {
  RetrievalCheck check(expected);
  auto reader = stub.RetrieveDocumentSet(&attempt.context, request);
  RetrieveDocumentSetResponse message;
  absl::Status fault;
  while (fault.ok() && reader->Read(&message)) {
    attempt.watch.Progress();
    absl::StatusOr<absl::string_view> bytes = check.Next(message);
    if (!bytes.ok()) {
      fault = bytes.status();
    } else if (!bytes->empty()) {
      attempt.may_repeat = false;
      fault = sink(*bytes);
      attempt.watch.Progress();
    }
  }
  if (!fault.ok()) attempt.context.TryCancel();
  grpc::Status ended = reader->Finish();
  if (!fault.ok()) return fault;
  if (!ended.ok()) return platform::FromGrpcStatus(ended);
  return check.Finish();
}

}  // namespace

DocumentConsumer::DocumentConsumer(CallLimits limits) : limits_(limits) {}

absl::StatusOr<std::unique_ptr<DocumentConsumer>> DocumentConsumer::Create(
    ConsumerOptions options) {
  std::unique_ptr<DocumentConsumer> consumer(new DocumentConsumer(options.limits));
  absl::StatusOr<std::shared_ptr<grpc::Channel>> channel = platform::OpenChannel(options.registry);
  if (!channel.ok()) return channel.status();
  consumer->registry_ = RegistryService::NewStub(*channel);
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
  FindDocumentsResponse response;
  absl::Status status = platform::CallWithRetry(
      limits_.retry, absl::Now() + limits_.call_timeout, [&](grpc::ClientContext& context) {
        return registry_->FindDocuments(&context, request, &response);
      });
  if (!status.ok()) return status;
  return response;
}

absl::Status DocumentConsumer::FindAllDocuments(FindDocumentsRequest request,
                                                const PageVisitor& visit) {
  while (true) {
    absl::StatusOr<FindDocumentsResponse> page = FindDocuments(request);
    if (!page.ok()) return page.status();
    if (!visit(*page) || page->next_page_token().empty()) return absl::OkStatus();
    if (page->next_page_token() == request.page_token()) {
      return absl::InternalError("the registry does not get past a page of its answer");
    }
    request.set_page_token(page->next_page_token());
  }
}

absl::StatusOr<GetDocumentsResponse> DocumentConsumer::GetDocuments(
    const GetDocumentsRequest& request) {
  GetDocumentsResponse response;
  absl::Status status = platform::CallWithRetry(
      limits_.retry, absl::Now() + limits_.call_timeout, [&](grpc::ClientContext& context) {
        return registry_->GetDocuments(&context, request, &response);
      });
  if (!status.ok()) return status;
  return response;
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
  const RetrieveDocumentSetRequest request = RequestFor(location);
  absl::StatusOr<RetrievedDocument> document;
  absl::Status status = RunTransfer(limits_, watchdog_, [&](TransferAttempt& attempt) {
    document = RetrieveOnce(*repository->second, request, expected, sink, attempt);
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
