#include "bench/documents.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <random>

#include "absl/strings/str_cat.h"
#include "bench/server.h"
#include "bench/submissions.h"
#include "platform/rpc/channel.h"

namespace docshare::bench {
namespace {

using repository::v1::ProvideDocumentSetRequest;
using repository::v1::ProvideDocumentSetResponse;
using repository::v1::RepositoryService;
using repository::v1::RetrieveDocumentSetRequest;
using repository::v1::RetrieveDocumentSetResponse;

constexpr char kRepository[] = "2.999.2.1";
// As the consumer library sends.
constexpr size_t kChunkBytes = 256 << 10;
constexpr int kMessageBytes = 64 << 20;

// Submissions of the whole run, so that none repeats another.
std::atomic<uint64_t> next_number{1'000'000'000};

}  // namespace

Documents::Documents(const std::string& address, const std::string& certificates) {
  platform::ChannelOptions options = AsAdmin(address, certificates);
  options.max_receive_message_bytes = kMessageBytes;
  options.max_send_message_bytes = kMessageBytes;
  for (int i = 0; i < 4; ++i) {
    auto channel = platform::OpenChannel(options);
    if (!channel.ok()) Die(channel.status().ToString());
    stubs_.push_back(RepositoryService::NewStub(*channel));
  }
}

bool Documents::Publish(int caller, const std::string& bytes) {
  const uint64_t number = next_number++;
  ProvideDocumentSetRequest message;
  *message.mutable_metadata() = Submission(static_cast<int>(number % kDocumentPatients), number, 1);
  metadata::v1::DocumentEntry& entry = *message.mutable_metadata()->mutable_document_entries(0);
  entry.clear_hash();
  entry.clear_size();
  entry.clear_repository_unique_id();
  const std::string entry_uuid = entry.entry_uuid();
  const std::string unique_id = entry.unique_id();
  grpc::ClientContext context;
  ProvideDocumentSetResponse response;
  auto writer = Stub(caller).ProvideDocumentSet(&context, &response);
  writer->Write(message);
  for (size_t begin = 0; begin < bytes.size(); begin += kChunkBytes) {
    repository::v1::DocumentChunk& chunk = *message.mutable_chunk();
    chunk.set_entry_uuid(begin == 0 ? entry_uuid : "");
    chunk.set_data(bytes.data() + begin, std::min(kChunkBytes, bytes.size() - begin));
    chunk.set_last(begin + kChunkBytes >= bytes.size());
    if (!writer->Write(message)) break;
  }
  writer->WritesDone();
  if (!Check(writer->Finish())) return false;
  const std::lock_guard<std::mutex> lock(mutex_);
  unique_ids_.push_back(unique_id);
  return true;
}

bool Documents::Fetch(int caller, size_t size_bytes) {
  thread_local std::mt19937 random(std::random_device{}());
  RetrieveDocumentSetRequest request;
  repository::v1::DocumentRequest& document = *request.add_documents();
  document.set_repository_unique_id(kRepository);
  document.set_document_unique_id(unique_ids_[random() % unique_ids_.size()]);
  grpc::ClientContext context;
  RetrieveDocumentSetResponse response;
  auto reader = Stub(caller).RetrieveDocumentSet(&context, request);
  size_t bytes = 0;
  while (reader->Read(&response)) bytes += response.data().data().size();
  return Check(reader->Finish()) && bytes == size_bytes;
}

void Documents::Clear() {
  constexpr size_t kMost = 1000;
  for (size_t begin = 0; begin < unique_ids_.size(); begin += kMost) {
    repository::v1::RemoveDocumentsRequest request;
    for (size_t i = begin; i < std::min(unique_ids_.size(), begin + kMost); ++i) {
      repository::v1::DocumentRequest& document = *request.add_documents();
      document.set_repository_unique_id(kRepository);
      document.set_document_unique_id(unique_ids_[i]);
    }
    grpc::ClientContext context;
    repository::v1::RemoveDocumentsResponse response;
    if (!Check(Stub(0).RemoveDocuments(&context, request, &response))) Die("cannot remove");
  }
  unique_ids_.clear();
}

std::string DocumentOf(size_t size_bytes) {
  std::minstd_rand random(7);
  std::string bytes(size_bytes, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() >> 8);
  return bytes;
}

std::string SizeName(size_t size_bytes) {
  return size_bytes < (1 << 20) ? absl::StrCat(size_bytes >> 10, " KiB")
                                : absl::StrCat(size_bytes >> 20, " MiB");
}

}  // namespace docshare::bench
