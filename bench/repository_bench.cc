// How fast documents come and go, beside a server that only does the same work on their bytes.
// Started by tools/bench --documents, which starts the servers.

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "bench/load.h"
#include "bench/server.h"
#include "bench/submissions.h"
#include "docshare/repository/v1/repository_service.grpc.pb.h"
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
constexpr int kDocumentPatients = 64;

// Submissions of the whole run, so that none repeats another.
std::atomic<uint64_t> next_number{1'000'000'000};

// One of the two servers, and what was published to it.
class Documents {
 public:
  Documents(const std::string& address, const std::string& certificates) {
    platform::ChannelOptions options;
    options.address = address;
    platform::TlsFiles files;
    files.certificate_chain = absl::StrCat(certificates, "/admin.crt");
    files.private_key = absl::StrCat(certificates, "/admin.key");
    files.trusted_authorities = absl::StrCat(certificates, "/ca.crt");
    options.security.tls = files;
    options.max_receive_message_bytes = kMessageBytes;
    options.max_send_message_bytes = kMessageBytes;
    for (int i = 0; i < 4; ++i) {
      auto channel = platform::OpenChannel(options);
      if (!channel.ok()) Die(channel.status().ToString());
      stubs_.push_back(RepositoryService::NewStub(*channel));
    }
  }

  bool Publish(int caller, const std::string& bytes) {
    const uint64_t number = next_number++;
    ProvideDocumentSetRequest message;
    *message.mutable_metadata() =
        Submission(static_cast<int>(number % kDocumentPatients), number, 1);
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

  // Any document of those published since Clear().
  bool Fetch(int caller, size_t size_bytes) {
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

  // Removes what was published: disks are small.
  void Clear() {
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

 private:
  RepositoryService::Stub& Stub(int caller) {
    return *stubs_[static_cast<size_t>(caller) % stubs_.size()];
  }

  std::vector<std::unique_ptr<RepositoryService::Stub>> stubs_;
  std::mutex mutex_;
  std::vector<std::string> unique_ids_;
};

void PrintRow(const std::string& name, const LoadResult& result, size_t size_bytes,
              const std::string& ratio) {
  std::printf("  %-12s %9.1f/s %8.1f MiB/s   p50 %8.2f ms   p99 %8.2f ms   %s\n", name.c_str(),
              result.per_second, result.per_second * static_cast<double>(size_bytes) / (1 << 20),
              result.p50_us / 1e3, result.p99_us / 1e3, ratio.c_str());
}

void PrintFigures(const std::string& what, std::vector<LoadResult> sink,
                  std::vector<LoadResult> ours, size_t size_bytes) {
  const LoadResult limit = Median(std::move(sink));
  const LoadResult repository = Median(std::move(ours));
  std::printf("%s\n", what.c_str());
  PrintRow("sink", limit, size_bytes, "");
  PrintRow("repository", repository, size_bytes,
           absl::StrFormat("%.2f of sink", repository.per_second / limit.per_second));
  std::fflush(stdout);
}

std::string BytesOf(size_t size) {
  std::minstd_rand random(7);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() >> 8);
  return bytes;
}

int Measure(const std::string& registry_address, const std::string& repository_address,
            const std::string& sink_address, const std::string& certificates, int rounds,
            absl::Duration duration) {
  Server registry(registry_address, certificates);
  for (int patient = 0; patient < kDocumentPatients; ++patient) {
    if (!Feed(registry, 0, patient)) Die("cannot feed patients");
  }
  Documents sink(sink_address, certificates);
  Documents ours(repository_address, certificates);
  for (const size_t size : {size_t{64} << 10, size_t{1} << 20, size_t{100} << 20}) {
    const std::string bytes = BytesOf(size);
    const std::string name =
        size < (1 << 20) ? absl::StrCat(size >> 10, " KiB") : absl::StrCat(size >> 20, " MiB");
    for (const int callers : {1, 16}) {
      std::vector<LoadResult> published[2], fetched[2];
      for (int round = 0; round < rounds; ++round) {
        int i = 0;
        for (Documents* server : {&sink, &ours}) {
          published[i].push_back(RunLoad(
              callers, duration, [&](int caller) { return server->Publish(caller, bytes); }));
          fetched[i].push_back(
              RunLoad(callers, duration, [&](int caller) { return server->Fetch(caller, size); }));
          server->Clear();
          ++i;
        }
      }
      const std::string by =
          absl::StrCat(name, ", ", callers, callers == 1 ? " caller" : " callers");
      PrintFigures(absl::StrCat("\npublish, ", by), published[0], published[1], size);
      PrintFigures(absl::StrCat("fetch, ", by), fetched[0], fetched[1], size);
    }
  }
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace docshare::bench

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  int rounds = 0;
  double seconds = 0;
  if (args.size() == 6 && absl::SimpleAtoi(args[4], &rounds) &&
      absl::SimpleAtod(args[5], &seconds) && rounds > 0 && seconds > 0) {
    return docshare::bench::Measure(args[0], args[1], args[2], args[3], rounds,
                                    absl::Seconds(seconds));
  }
  std::fprintf(stderr,
               "usage: repository_bench REGISTRY REPOSITORY SINK CERTIFICATES ROUNDS SECONDS\n"
               "Run tools/bench --documents, which starts the servers.\n");
  return 2;
}
