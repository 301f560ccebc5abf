#include "consumer/client/document_source.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "consumer/client/transfer.h"
#include "platform/rpc/status_mapping.h"

namespace docshare::consumer {
namespace {

using docshare::registry::v1::RegisterDocumentSetRequest;
using docshare::repository::v1::ProvideDocumentSetRequest;
using docshare::repository::v1::ProvideDocumentSetResponse;
using docshare::repository::v1::RepositoryService;

// The contract allows 64 MiB of metadata; a little more lets the server give the precise refusal.
constexpr int kMaxSendBytes = 65 << 20;

absl::Status ReadError(const std::string& path, int error_number) {
  return absl::FailedPreconditionError(
      absl::StrCat("cannot read ", path, ": ", std::strerror(error_number)));
}

absl::StatusOr<DocumentReader> OpenFile(const std::string& path) {
  std::shared_ptr<std::FILE> file(std::fopen(path.c_str(), "rbe"), [](std::FILE* opened) {
    if (opened != nullptr) std::fclose(opened);
  });
  if (file == nullptr) return ReadError(path, errno);
  // Reads are large already.
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  return DocumentReader([file, path](char* buffer, size_t capacity) -> absl::StatusOr<size_t> {
    size_t size = std::fread(buffer, 1, capacity, file.get());
    if (size == 0 && std::ferror(file.get()) != 0) return ReadError(path, errno);
    return size;
  });
}

// Sends the messages of one attempt.
class Sender {
 public:
  Sender(grpc::ClientWriterInterface<ProvideDocumentSetRequest>& writer, TransferAttempt& attempt,
         const ProvideProgress& progress)
      : writer_(writer), attempt_(attempt), progress_(progress) {}

  // False when the server has answered: then nothing more can be sent.
  absl::StatusOr<bool> SendMetadata(const RegisterDocumentSetRequest& metadata) {
    *message_.mutable_metadata() = metadata;
    return Write();
  }

  // The same; fills in `provided` when the document was sent whole.
  absl::StatusOr<bool> SendDocument(const DocumentToProvide& document, ProvidedDocument& provided) {
    if (!document.can_reopen) attempt_.may_repeat = false;
    absl::StatusOr<DocumentReader> read = document.open();
    if (!read.ok()) return read.status();
    DocumentDigest digest;
    auto& chunk = *message_.mutable_chunk();
    for (bool last = false; !last;) {
      absl::StatusOr<bool> filled = FillChunk(*read);
      if (!filled.ok()) return filled.status();
      last = !*filled;
      digest.Update(chunk.data());
      chunk.set_entry_uuid(document.entry_uuid);
      chunk.set_last(last);
      absl::StatusOr<bool> open = Write();
      if (!open.ok() || !*open) return open;
      sent_bytes_ += chunk.data().size();
      absl::Status go_on = progress_ ? progress_(sent_bytes_) : absl::OkStatus();
      if (!go_on.ok()) return go_on;
    }
    provided = {document.entry_uuid, digest.Finish()};
    return true;
  }

 private:
  // Makes the chunk as full as possible; false at the end of the document.
  absl::StatusOr<bool> FillChunk(const DocumentReader& read) {
    std::string& data = *message_.mutable_chunk()->mutable_data();
    data.resize(DocumentSource::kChunkBytes);
    size_t filled = 0;
    while (filled < data.size()) {
      absl::StatusOr<size_t> size = read(data.data() + filled, data.size() - filled);
      if (!size.ok()) return size.status();
      if (*size == 0) break;
      filled += std::min(*size, data.size() - filled);
    }
    bool full = filled == data.size();
    data.resize(filled);
    return full;
  }

  bool Write() {
    bool open = writer_.Write(message_);
    attempt_.watch.Progress();
    return open;
  }

  grpc::ClientWriterInterface<ProvideDocumentSetRequest>& writer_;
  TransferAttempt& attempt_;
  const ProvideProgress& progress_;
  ProvideDocumentSetRequest message_;
  uint64_t sent_bytes_ = 0;
};

// True when all was sent, false when the server answered before.
absl::StatusOr<bool> SendAll(Sender& sender, const RegisterDocumentSetRequest& metadata,
                             const std::vector<DocumentToProvide>& documents,
                             std::vector<ProvidedDocument>& provided) {
  absl::StatusOr<bool> open = sender.SendMetadata(metadata);
  for (const DocumentToProvide& document : documents) {
    if (!open.ok() || !*open) return open;
    open = sender.SendDocument(document, provided.emplace_back());
  }
  return open;
}

absl::StatusOr<ProvidedSubmission> ProvideOnce(RepositoryService::Stub& stub,
                                               const RegisterDocumentSetRequest& metadata,
                                               const std::vector<DocumentToProvide>& documents,
                                               const ProvideProgress& progress,
                                               TransferAttempt& attempt) {
  ProvidedSubmission submission;
  ProvideDocumentSetResponse response;
  auto writer = stub.ProvideDocumentSet(&attempt.context, &response);
  Sender sender(*writer, attempt, progress);
  absl::StatusOr<bool> complete = SendAll(sender, metadata, documents, submission.documents);
  if (complete.ok()) {
    writer->WritesDone();
  } else {
    attempt.context.TryCancel();
  }
  grpc::Status ended = writer->Finish();
  if (!complete.ok()) return complete.status();
  if (!ended.ok()) return platform::FromGrpcStatus(ended);
  if (!*complete) {
    return absl::InternalError("the repository accepted the submission before all of it was sent");
  }
  submission.registration = std::move(*response.mutable_registration());
  return submission;
}

}  // namespace

DocumentToProvide DocumentFromFile(std::string entry_uuid, std::string path) {
  return {std::move(entry_uuid), [path = std::move(path)] { return OpenFile(path); }};
}

DocumentToProvide DocumentFromBytes(std::string entry_uuid, std::string bytes) {
  auto shared = std::make_shared<const std::string>(std::move(bytes));
  return {
      std::move(entry_uuid), [shared]() -> absl::StatusOr<DocumentReader> {
        return DocumentReader([shared, position = size_t{0}](
                                  char* buffer, size_t capacity) mutable -> absl::StatusOr<size_t> {
          size_t size = shared->copy(buffer, capacity, position);
          position += size;
          return size;
        });
      }};
}

DocumentSource::DocumentSource(CallLimits limits) : limits_(limits) {}

absl::StatusOr<std::unique_ptr<DocumentSource>> DocumentSource::Create(SourceOptions options) {
  options.repository.max_send_message_bytes =
      std::max(options.repository.max_send_message_bytes, kMaxSendBytes);
  absl::StatusOr<std::shared_ptr<grpc::Channel>> channel =
      platform::OpenChannel(options.repository);
  if (!channel.ok()) return channel.status();
  std::unique_ptr<DocumentSource> source(new DocumentSource(options.limits));
  source->repository_ = RepositoryService::NewStub(*channel);
  return source;
}

absl::StatusOr<ProvidedSubmission> DocumentSource::Provide(
    const RegisterDocumentSetRequest& metadata, const std::vector<DocumentToProvide>& documents,
    const ProvideProgress& progress) {
  absl::StatusOr<ProvidedSubmission> submission;
  absl::Status status = RunTransfer(limits_, watchdog_, [&](TransferAttempt& attempt) {
    submission = ProvideOnce(*repository_, metadata, documents, progress, attempt);
    return submission.status();
  });
  if (!status.ok()) return status;
  return submission;
}

}  // namespace docshare::consumer
