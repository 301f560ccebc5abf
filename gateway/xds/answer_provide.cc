#include "gateway/xds/answer_provide.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "domain/ebrim/ebrim_message.h"
#include "domain/ebrim/ebrim_names.h"
#include "domain/ebrim/registry_objects.h"
#include "domain/ebrim/registry_response.h"
#include "domain/ebrim/submit_objects.h"
#include "domain/errors/xds_error.h"
#include "domain/text/quoted_value.h"
#include "gateway/soap/binary_value.h"
#include "gateway/xds/refusal.h"
#include "gateway/xds/xds_namespaces.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::gateway {
namespace {

using repository::v1::ProvideDocumentSetRequest;
using repository::v1::ProvideDocumentSetResponse;

// The repository takes no longer ones.
constexpr size_t kMaxChunkBytes = size_t{1} << 20;

// A document of the message, by the id of its entry.
struct Document {
  std::string entry_id;
  BinaryValue value;
};

// The refusal of a message that is not what it claims: over SOAP this is a fault.
absl::Status Broken(absl::string_view what) { return absl::InvalidArgumentError(what); }

absl::StatusOr<std::vector<Document>> ReadDocuments(const XmlNode& body) {
  std::vector<Document> documents;
  bool has_metadata = false;
  for (const XmlNode child : body.children()) {
    if (child.Is(kLcmNamespace, "SubmitObjectsRequest") && !std::exchange(has_metadata, true)) {
      continue;
    }
    if (!child.Is(kXdsNamespace, "Document")) {
      return Broken(absl::StrCat("line ", child.line(), ": there is no place for ",
                                 Quote(child.name()), " in this request"));
    }
    absl::StatusOr<BinaryValue> value = ReadBinaryValue(child);
    if (!value.ok()) return value.status();
    documents.push_back({std::string(child.Attribute("id")), *std::move(value)});
  }
  return documents;
}

// Every entry has one document and every document an entry.
absl::Status MatchDocuments(const SubmitObjects& submission,
                            const std::vector<Document>& documents) {
  RegistryErrors errors;
  absl::flat_hash_set<absl::string_view> entries;
  for (const auto& entry : submission.request.document_entries()) {
    entries.insert(entry.entry_uuid());
  }
  absl::flat_hash_set<absl::string_view> sent;
  for (const Document& document : documents) {
    if (entries.count(document.entry_id) == 0) {
      errors.Add(XdsErrorCode::kMissingDocumentMetadata, document.entry_id,
                 absl::StrCat("no ExtrinsicObject of the submission has the id ",
                              Quote(document.entry_id), " of this document"));
    } else if (!sent.insert(document.entry_id).second) {
      errors.Add(XdsErrorCode::kRepositoryError, document.entry_id,
                 "several documents have this id");
    }
  }
  for (const auto& entry : submission.request.document_entries()) {
    if (sent.count(entry.entry_uuid()) > 0) continue;
    errors.Add(XdsErrorCode::kMissingDocument, entry.entry_uuid(),
               absl::StrCat("the document of ", Quote(entry.unique_id()), " was not sent"));
  }
  return errors.ToStatus();
}

// One ProvideDocumentSet call.
class Provision {
 public:
  Provision(const RepositoryCalls& repositories, const Caller& caller) {
    repositories.Prepare(caller, &context_);
    writer_ = repositories.for_submissions().ProvideDocumentSet(&context_, &response_);
  }
  ~Provision() {
    if (writer_ == nullptr) return;
    // The repository forgets what it got of it.
    context_.TryCancel();
    writer_->Finish();
  }

  // False once the repository takes no more: Finish() says why.
  bool SendMetadata(registry::v1::RegisterDocumentSetRequest metadata) {
    *message_.mutable_metadata() = std::move(metadata);
    return writer_->Write(message_);
  }

  bool SendChunk(const std::string& entry_id, absl::string_view bytes, bool last) {
    do {
      const absl::string_view piece = bytes.substr(0, kMaxChunkBytes);
      bytes.remove_prefix(piece.size());
      repository::v1::DocumentChunk& chunk = *message_.mutable_chunk();
      chunk.set_entry_uuid(entry_id);
      chunk.set_data(piece.data(), piece.size());
      chunk.set_last(last && bytes.empty());
      if (!writer_->Write(message_)) return false;
    } while (!bytes.empty());
    return true;
  }

  absl::StatusOr<metadata::v1::RegistryErrorList> Finish() {
    writer_->WritesDone();
    const absl::Status status = platform::FromGrpcStatus(writer_->Finish());
    writer_.reset();
    if (!status.ok()) return status;
    metadata::v1::RegistryErrorList warnings;
    *warnings.mutable_errors() = response_.registration().warnings();
    return warnings;
  }

 private:
  grpc::ClientContext context_;
  ProvideDocumentSetResponse response_;
  ProvideDocumentSetRequest message_;
  std::unique_ptr<grpc::ClientWriterInterface<ProvideDocumentSetRequest>> writer_;
};

// Sends one document. Returns false when the repository took no more.
absl::StatusOr<bool> SendDocument(const std::string& entry_id, platform::ByteSource& bytes,
                                  Provision& provision) {
  while (true) {
    const auto piece = bytes.Read();
    if (!piece.ok()) return piece.status();
    if (!provision.SendChunk(entry_id, *piece, piece->empty())) return false;
    if (piece->empty()) return true;
  }
}

// Sends every document. Returns false when the repository took no more, and an error when the
// message is not what it claims.
absl::StatusOr<bool> SendDocuments(const std::vector<Document>& documents, SoapMessage& message,
                                   Provision& provision) {
  absl::flat_hash_map<std::string, absl::string_view> awaited;
  for (const Document& document : documents) {
    const BinaryValue& value = document.value;
    if (!value.attachment.has_value()) {
      const auto bytes = DecodeBase64(value.base64);
      absl::StatusOr<bool> sent = SendDocument(document.entry_id, *bytes, provision);
      if (!sent.ok() || !*sent) return sent;
    } else if (!awaited.emplace(value.attachment->text(), document.entry_id).second) {
      return Broken(
          absl::StrCat("two documents name the attachment ", Quote(value.attachment->text())));
    }
  }
  // To the end, so that nothing is kept of a message that is cut off or has two parts of one id.
  while (true) {
    const auto attachment = message.NextAttachment();
    if (!attachment.ok()) return attachment.status();
    if (!attachment->has_value()) {
      if (awaited.empty()) return true;
      return Broken(absl::StrCat("the message has no attachment ", Quote(awaited.begin()->first)));
    }
    if (!(*attachment)->content_id.has_value()) continue;
    const auto found = awaited.find((*attachment)->content_id->text());
    // Of no document: nobody asked for it.
    if (found == awaited.end()) continue;
    const std::string entry_id(found->second);
    awaited.erase(found);
    absl::StatusOr<bool> sent = SendDocument(entry_id, *(*attachment)->bytes, provision);
    if (!sent.ok() || !*sent) return sent;
  }
}

}  // namespace

absl::StatusOr<std::string> AnswerProvide(const XmlNode& body, SoapMessage& message,
                                          const RepositoryCalls& repositories,
                                          const Caller& caller) {
  absl::Status expected =
      ExpectMessage(body, kXdsNamespace, "ProvideAndRegisterDocumentSetRequest");
  if (!expected.ok()) return expected;
  const absl::optional<XmlNode> submit = FindChild(body, kLcmNamespace, "SubmitObjectsRequest");
  if (!submit) return Broken("a ProvideAndRegisterDocumentSetRequest has a SubmitObjectsRequest");
  const absl::StatusOr<SubmitObjects> submission =
      ReadSubmitObjectsRequest(*submit, {.metadata_error = XdsErrorCode::kRepositoryMetadataError});
  if (!submission.ok()) return submission.status();
  const absl::StatusOr<std::vector<Document>> documents = ReadDocuments(body);
  if (!documents.ok()) return documents.status();

  RegistryResponse answer;
  absl::Status outcome = submission->faults.ToStatus();
  if (outcome.ok()) outcome = MatchDocuments(*submission, *documents);
  if (outcome.ok()) {
    answer.errors = submission->faults.list();
    Provision provision(repositories, caller);
    if (provision.SendMetadata(submission->request)) {
      const absl::StatusOr<bool> sent = SendDocuments(*documents, message, provision);
      if (!sent.ok()) return sent.status();
    }
    const absl::StatusOr<metadata::v1::RegistryErrorList> warnings = provision.Finish();
    outcome = warnings.status();
    if (warnings.ok()) answer.errors.mutable_errors()->MergeFrom(warnings->errors());
  }
  if (IsFault(outcome)) return outcome;
  if (!outcome.ok()) answer = RefusalBy(Actor::kRepository, outcome);
  LocateInEbrim(*submission, &answer.errors);
  return WriteRegistryResponse(answer);
}

}  // namespace docshare::gateway
