#include "repository/retrieve/document_retriever.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors/xds_error.h"
#include "repository/on_demand/bytes_reader.h"

namespace docshare::repository {
namespace {

using metadata::v1::RegistryError;

absl::Status DamagedError() { return absl::DataLossError("the stored bytes are damaged"); }

// What the caller is told; the reason itself may name what is inside the repository.
RegistryError ErrorFor(const absl::Status& status, const std::string& unique_id) {
  if (auto errors = RegistryErrorsOf(status); errors.has_value()) return errors->errors(0);
  return MakeRegistryError(XdsErrorCode::kRepositoryError, unique_id,
                           absl::IsDataLoss(status) ? "the stored bytes are damaged"
                                                    : "the document cannot be read now");
}

v1::DocumentHeader HeaderOf(const StoredContent& content, const std::string& mime_type,
                            const v1::DocumentRequest& wanted) {
  v1::DocumentHeader header;
  *header.mutable_document() = wanted;
  header.set_mime_type(mime_type);
  header.set_size(content.size_bytes);
  header.set_hash(content.Sha1Hex());
  header.set_sha256(content.Sha256Hex());
  return header;
}

}  // namespace

// What goes out. Faults wait until the first document is sent: when none is, they are the status of
// the call and not messages of it.
class DocumentRetriever::Answer {
 public:
  explicit Answer(Send send) : send_(send) {}

  void Begin(uint32_t request_index) { request_index_ = request_index; }

  bool SendHeader(v1::DocumentHeader header) {
    if (!SendWaitingFaults()) return false;
    header.set_request_index(request_index_);
    *message_.mutable_header() = std::move(header);
    sent_any_ = true;
    return SendMessage();
  }

  bool SendData(absl::string_view bytes, bool last) {
    v1::DocumentData& data = *message_.mutable_data();
    data.set_data(bytes.data(), bytes.size());
    data.set_last(last);
    delivered_any_ = delivered_any_ || last;
    return SendMessage();
  }

  bool SendFault(const absl::Status& status, const std::string& unique_id) {
    if (status_.ok() || absl::IsNotFound(status_)) status_ = absl::Status(status.code(), "");
    RegistryError error = ErrorFor(status, unique_id);
    errors_.Add(error);
    v1::RetrieveDocumentSetResponse fault;
    fault.mutable_fault()->set_request_index(request_index_);
    *fault.mutable_fault()->mutable_error() = std::move(error);
    waiting_faults_.push_back(std::move(fault));
    return sent_any_ ? SendWaitingFaults() : true;
  }

  // Waiting for it again, for each of a thousand documents, would take hours.
  void NoteRegistryIsAway() { registry_is_away_ = true; }
  bool registry_is_away() const { return registry_is_away_; }

  // The faults of the last documents go out, or become the status.
  absl::Status End() {
    if (!delivered_any_) return Refusal();
    return SendWaitingFaults() ? absl::OkStatus() : absl::CancelledError("the receiver is gone");
  }

 private:
  bool SendMessage() { return send_(message_); }

  bool SendWaitingFaults() {
    for (const v1::RetrieveDocumentSetResponse& fault : waiting_faults_) {
      if (!send_(fault)) return false;
    }
    waiting_faults_.clear();
    return true;
  }

  absl::Status Refusal() const {
    const absl::Status listed = errors_.ToStatus();
    absl::Status refusal(status_.code(), listed.message());
    listed.ForEachPayload([&refusal](absl::string_view type_url, const absl::Cord& payload) {
      refusal.SetPayload(type_url, payload);
    });
    return refusal;
  }

  const Send send_;
  uint32_t request_index_ = 0;
  v1::RetrieveDocumentSetResponse message_;
  std::vector<v1::RetrieveDocumentSetResponse> waiting_faults_;
  // All faults, and the code of the first that is not kNotFound.
  RegistryErrors errors_;
  absl::Status status_;
  bool sent_any_ = false;
  bool delivered_any_ = false;
  bool registry_is_away_ = false;
};

struct DocumentRetriever::Opened {
  v1::DocumentHeader header;
  std::unique_ptr<ContentReader> reader;
  absl::string_view first;
};

DocumentRetriever::DocumentRetriever(RepositoryUniqueId repository_unique_id,
                                     const Catalogue* catalogue, const ContentStore* content,
                                     platform::OperationalLog* log, OnDemandDocuments* on_demand)
    : repository_unique_id_(std::move(repository_unique_id)),
      catalogue_(catalogue),
      content_(content),
      log_(log),
      on_demand_(on_demand) {}

absl::Status DocumentRetriever::Retrieve(const v1::RetrieveDocumentSetRequest& request,
                                         Send send) const {
  if (request.documents().empty() || request.documents_size() > kMaxRequestedDocuments) {
    return XdsErrorWithStatus(
        absl::StatusCode::kInvalidArgument, XdsErrorCode::kRepositoryError, "documents",
        absl::StrCat(request.documents_size(), " documents asked for; ask for 1 to ",
                     kMaxRequestedDocuments));
  }
  Answer answer(send);
  for (int i = 0; i < request.documents_size(); ++i) {
    answer.Begin(static_cast<uint32_t>(i));
    if (!Deliver(request.documents(i), answer)) {
      return absl::CancelledError("the receiver is gone");
    }
  }
  return answer.End();
}

bool DocumentRetriever::Deliver(const v1::DocumentRequest& wanted, Answer& answer) const {
  absl::StatusOr<Opened> opened = Open(wanted, answer);
  if (!opened.ok()) return answer.SendFault(opened.status(), wanted.document_unique_id());
  const StoredContent content = opened->reader->content();
  if (!answer.SendHeader(std::move(opened->header))) return false;
  uint64_t sent = wanted.offset() + opened->first.size();
  if (!answer.SendData(opened->first, sent == content.size_bytes)) return false;
  while (sent < content.size_bytes) {
    absl::StatusOr<absl::string_view> piece = opened->reader->Read();
    if (piece.ok() && piece->empty()) piece = DamagedError();
    if (!piece.ok()) {
      log_->Error("content_unreadable", {{"code", absl::StatusCodeToString(piece.status().code())},
                                         {"content", content.id.ToHex()}});
      return answer.SendFault(piece.status(), wanted.document_unique_id());
    }
    sent += piece->size();
    if (!answer.SendData(*piece, sent == content.size_bytes)) return false;
  }
  return true;
}

absl::StatusOr<DocumentRetriever::Opened> DocumentRetriever::Open(const v1::DocumentRequest& wanted,
                                                                  Answer& answer) const {
  const std::string& location = wanted.document_unique_id();
  if (wanted.repository_unique_id() != repository_unique_id_.ToString()) {
    return XdsErrorWithStatus(
        absl::StatusCode::kNotFound, XdsErrorCode::kUnknownRepositoryId, location,
        absl::StrCat("this is repository ", repository_unique_id_.ToString()));
  }
  absl::StatusOr<UniqueId> unique_id = UniqueId::Parse(location);
  absl::StatusOr<absl::optional<StoredDocument>> document =
      unique_id.ok() ? catalogue_->FindDocument(*unique_id) : absl::optional<StoredDocument>();
  if (!document.ok()) {
    log_->Error("document_row_unreadable",
                {{"code", absl::StatusCodeToString(document.status().code())}});
    return document.status();
  }
  if (document->has_value()) return OpenStored(**document, wanted);
  if (on_demand_ != nullptr && unique_id.ok()) return OpenMade(*unique_id, wanted, answer);
  return XdsErrorWithStatus(absl::StatusCode::kNotFound, XdsErrorCode::kDocumentUniqueIdError,
                            location, "the repository has no such document");
}

absl::StatusOr<DocumentRetriever::Opened> DocumentRetriever::OpenMade(
    const UniqueId& unique_id, const v1::DocumentRequest& wanted, Answer& answer) const {
  if (wanted.offset() != 0) {
    return XdsErrorWithStatus(
        absl::StatusCode::kInvalidArgument, XdsErrorCode::kRepositoryError, unique_id.ToString(),
        "offset: an on-demand document is made anew each time; retrieve the snapshot that the "
        "header told, or begin at 0");
  }
  if (answer.registry_is_away()) {
    return XdsErrorWithStatus(absl::StatusCode::kUnavailable, XdsErrorCode::kRegistryNotAvailable,
                              unique_id.ToString(),
                              "the registry does not answer; repeat the call");
  }
  absl::StatusOr<MadeDocument> made = on_demand_->Make(unique_id);
  if (absl::IsUnavailable(made.status())) answer.NoteRegistryIsAway();
  if (!made.ok()) return made.status();
  auto reader = std::make_unique<BytesReader>(std::move(made->bytes));
  Opened opened;
  opened.header = HeaderOf(reader->content(), made->mime_type, wanted);
  opened.reader = std::move(reader);
  opened.header.set_new_document_unique_id(made->unique_id);
  if (made->kept) opened.header.set_new_repository_unique_id(repository_unique_id_.ToString());
  const absl::StatusOr<absl::string_view> first = opened.reader->Read();
  if (!first.ok()) return first.status();
  opened.first = *first;
  return opened;
}

absl::StatusOr<DocumentRetriever::Opened> DocumentRetriever::OpenStored(
    const StoredDocument& document, const v1::DocumentRequest& wanted) const {
  const StoredContent& content = document.content;
  absl::StatusOr<std::unique_ptr<ContentReader>> reader = content_->Open(content.id);
  absl::StatusOr<absl::string_view> first;
  if (!reader.ok()) {
    // A document without content is damage, not an unknown document.
    first = absl::IsNotFound(reader.status()) ? DamagedError() : reader.status();
  } else if ((*reader)->content() != content) {
    first = DamagedError();
  } else {
    if (absl::Status sought = (*reader)->Seek(wanted.offset()); !sought.ok()) {
      return XdsErrorWithStatus(absl::StatusCode::kInvalidArgument, XdsErrorCode::kRepositoryError,
                                wanted.document_unique_id(),
                                absl::StrCat("offset: ", sought.message()));
    }
    first = (*reader)->Read();
    if (first.ok() && first->empty() && content.size_bytes > wanted.offset()) {
      first = DamagedError();
    }
  }
  if (!first.ok()) {
    log_->Error("content_unreadable", {{"code", absl::StatusCodeToString(first.status().code())},
                                       {"content", content.id.ToHex()}});
    return first.status();
  }
  return Opened{.header = HeaderOf(content, document.mime_type, wanted),
                .reader = *std::move(reader),
                .first = *first};
}

}  // namespace docshare::repository
