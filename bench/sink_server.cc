// The machine's limit for documents: a server with the repository's methods and transport that
// computes the same digests and the same cipher and syncs the same bytes, and does nothing else: no
// metadata, no catalogue, no registry. A document goes to a file of its own.

#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "docshare/config/v1/registry_config.pb.h"
#include "docshare/repository/v1/repository_service.grpc.pb.h"
#include "platform/config/text_config.h"
#include "platform/crypto/secret_key.h"
#include "platform/operations/operational_log.h"
#include "platform/operations/shutdown_signals.h"
#include "platform/random/random_uuid_source.h"
#include "platform/rpc/server_runner.h"
#include "platform/rpc/transport_config.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/chunk_file_reader.h"
#include "repository/content/chunk_file_writer.h"
#include "repository/content/content_hasher.h"

namespace {

using docshare::platform::SecretKey;
using docshare::repository::ChunkFileReader;
using docshare::repository::ChunkFileWriter;
using docshare::repository::ContentCipher;
using docshare::repository::ContentHasher;
using docshare::repository::ContentId;
using docshare::repository::HashAlgorithms;
using docshare::repository::PosixFile;
using docshare::repository::v1::ProvideDocumentSetRequest;
using docshare::repository::v1::ProvideDocumentSetResponse;
using docshare::repository::v1::RemoveDocumentsRequest;
using docshare::repository::v1::RemoveDocumentsResponse;
using docshare::repository::v1::RepositoryService;
using docshare::repository::v1::RetrieveDocumentSetRequest;
using docshare::repository::v1::RetrieveDocumentSetResponse;

grpc::Status Failed(const absl::Status& status) {
  return {grpc::StatusCode::INTERNAL, std::string(status.message())};
}

// Where a document is.
struct Stored {
  ContentId id;
  SecretKey key;
  uint64_t size_bytes;
};

class SinkService final : public RepositoryService::Service {
 public:
  explicit SinkService(std::string folder) : folder_(std::move(folder)) {}

  grpc::Status ProvideDocumentSet(grpc::ServerContext*,
                                  grpc::ServerReader<ProvideDocumentSetRequest>* reader,
                                  ProvideDocumentSetResponse*) override {
    ProvideDocumentSetRequest message;
    if (!reader->Read(&message)) return grpc::Status::CANCELLED;
    const std::string unique_id = message.metadata().document_entries(0).unique_id();
    Stored stored{ContentId(uuids_.Next()), SecretKey::Random(), 0};
    auto file = PosixFile::Create(PathOf(stored.id));
    if (!file.ok()) return Failed(file.status());
    ChunkFileWriter writer(*std::move(file),
                           std::make_unique<ContentCipher>(stored.key, stored.id));
    ContentHasher hasher(&algorithms_);
    while (reader->Read(&message)) {
      const std::string& data = message.chunk().data();
      stored.size_bytes += data.size();
      absl::Status status = hasher.Update(data);
      if (status.ok() && !data.empty()) status = writer.AppendChunk(data);
      if (!status.ok()) return Failed(status);
    }
    if (auto hashed = hasher.Finish(stored.id); !hashed.ok()) return Failed(hashed.status());
    if (absl::Status done = writer.Finish(); !done.ok()) return Failed(done);
    const std::lock_guard<std::mutex> lock(mutex_);
    documents_.emplace(unique_id, stored);
    return grpc::Status::OK;
  }

  grpc::Status RetrieveDocumentSet(
      grpc::ServerContext*, const RetrieveDocumentSetRequest* request,
      grpc::ServerWriter<RetrieveDocumentSetResponse>* writer) override {
    const Stored stored = Find(request->documents(0).document_unique_id());
    auto file = PosixFile::OpenToRead(PathOf(stored.id));
    if (!file.ok()) return Failed(file.status());
    auto reader = ChunkFileReader::Open(*std::move(file),
                                        std::make_unique<ContentCipher>(stored.key, stored.id),
                                        stored.size_bytes);
    if (!reader.ok()) return Failed(reader.status());
    RetrieveDocumentSetResponse response;
    response.mutable_header()->set_size(stored.size_bytes);
    writer->Write(response);
    for (uint64_t sent = 0; sent < stored.size_bytes;) {
      const auto piece = (*reader)->Read();
      if (!piece.ok()) return Failed(piece.status());
      sent += piece->size();
      response.mutable_data()->set_data(piece->data(), piece->size());
      response.mutable_data()->set_last(sent == stored.size_bytes);
      if (!writer->Write(response)) return grpc::Status::CANCELLED;
    }
    return grpc::Status::OK;
  }

  grpc::Status RemoveDocuments(grpc::ServerContext*, const RemoveDocumentsRequest* request,
                               RemoveDocumentsResponse*) override {
    for (const auto& document : request->documents()) {
      std::filesystem::remove(PathOf(Find(document.document_unique_id()).id));
    }
    return grpc::Status::OK;
  }

 private:
  std::string PathOf(const ContentId& id) const { return folder_ + "/" + id.ToHex(); }

  Stored Find(const std::string& unique_id) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return documents_.at(unique_id);
  }

  const std::string folder_;
  const HashAlgorithms algorithms_ = *HashAlgorithms::Fetch();
  docshare::platform::RandomUuidSource uuids_;
  std::mutex mutex_;
  absl::flat_hash_map<std::string, Stored> documents_;
};

}  // namespace

int main(int argc, char** argv) {
  docshare::platform::ShutdownSignals signals;
  if (argc != 3) {
    std::fprintf(stderr, "usage: sink_server CONFIG FOLDER\n");
    return 2;
  }
  docshare::config::v1::RegistryConfig config;
  if (absl::Status read = docshare::platform::ReadTextConfig(argv[1], &config); !read.ok()) {
    std::fprintf(stderr, "sink_server: %s\n", read.ToString().c_str());
    return 2;
  }
  std::filesystem::create_directories(argv[2]);
  SinkService service(argv[2]);
  docshare::platform::OperationalLog log("sink");
  docshare::platform::ServerOptions options =
      docshare::platform::ServerOptionsFrom(config.listener());
  options.max_threads = 64;
  auto runner = docshare::platform::ServerRunner::Start(
      options, {{RepositoryService::service_full_name(), &service}}, &log);
  if (!runner.ok()) {
    std::fprintf(stderr, "sink_server: %s\n", runner.status().ToString().c_str());
    return 1;
  }
  return (*runner)->Run(signals, [] {}).ok() ? 0 : 1;
}
