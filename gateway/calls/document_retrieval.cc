#include "gateway/calls/document_retrieval.h"

#include <utility>

#include "domain/errors/xds_error.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::gateway {

using repository::v1::RetrieveDocumentSetRequest;
using repository::v1::RetrieveDocumentSetResponse;

absl::StatusOr<std::unique_ptr<DocumentRetrieval>> DocumentRetrieval::Start(
    const RepositoryCalls& repositories, RepositoryCalls::Stub& repository, const Caller& caller,
    const repository::v1::DocumentRequest& document) {
  // Not make_unique: the constructor is private.
  std::unique_ptr<DocumentRetrieval> retrieval(new DocumentRetrieval());
  repositories.Prepare(caller, &retrieval->context_);
  RetrieveDocumentSetRequest request;
  *request.add_documents() = document;
  retrieval->reader_ = repository.RetrieveDocumentSet(&retrieval->context_, request);
  RetrieveDocumentSetResponse& message = retrieval->message_;
  if (!retrieval->reader_->Read(&message)) {
    absl::Status ended = retrieval->End();
    return ended.ok() ? absl::InternalError("the repository sent nothing") : ended;
  }
  if (message.has_fault()) {
    RegistryErrors errors;
    errors.Add(message.fault().error());
    return errors.ToStatus();
  }
  if (!message.has_header()) {
    return absl::InternalError("the repository sent no header of the document");
  }
  retrieval->header_ = std::move(*message.mutable_header());
  return retrieval;
}

DocumentRetrieval::~DocumentRetrieval() {
  if (reader_ == nullptr) return;
  context_.TryCancel();
  reader_->Finish();
}

absl::StatusOr<absl::string_view> DocumentRetrieval::Read() {
  while (status_.ok() && !complete_) {
    if (!reader_->Read(&message_)) {
      status_ = End();
      if (status_.ok()) status_ = absl::InternalError("the repository ended within a document");
    } else if (message_.has_fault()) {
      RegistryErrors errors;
      errors.Add(message_.fault().error());
      status_ = errors.ToStatus();
    } else {
      received_bytes_ += message_.data().data().size();
      complete_ = message_.data().last();
      if (complete_ && received_bytes_ != header_.size()) {
        status_ = absl::InternalError("the repository sent another number of bytes than it said");
      } else if (!message_.data().data().empty()) {
        return absl::string_view(message_.data().data());
      }
    }
  }
  if (!status_.ok()) return status_;
  return absl::string_view();
}

absl::Status DocumentRetrieval::End() {
  absl::Status status = platform::FromGrpcStatus(reader_->Finish());
  reader_.reset();
  return status;
}

}  // namespace docshare::gateway
