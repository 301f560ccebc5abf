// Streams of arbitrary messages: nothing crashes, and a submission that is not accepted leaves
// nothing behind.
//
// The input is messages, each after its length (u16, little-endian); the rest is one more message.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "platform/clock/fake_clock.h"
#include "platform/kv/memory_kv_store.h"
#include "repository/provide/testing/repository_process.h"
#include "repository/registry_client/fake_registry_client.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

std::vector<docshare::repository::v1::ProvideDocumentSetRequest> StreamFrom(
    absl::string_view input) {
  std::vector<docshare::repository::v1::ProvideDocumentSetRequest> stream;
  while (!input.empty()) {
    size_t size = input.size();
    if (input.size() >= 2) {
      size = static_cast<uint8_t>(input[0]) | static_cast<size_t>(static_cast<uint8_t>(input[1]))
                                                  << 8;
      input.remove_prefix(2);
    }
    const absl::string_view bytes = input.substr(0, size);
    input.remove_prefix(bytes.size());
    docshare::repository::v1::ProvideDocumentSetRequest message;
    if (message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      stream.push_back(std::move(message));
    }
  }
  return stream;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  docshare::platform::FakeClock clock(absl::FromUnixSeconds(1'700'000'000));
  docshare::platform::MemoryKvStore kv;
  docshare::repository::FakeRegistryClient registry;
  docshare::repository::RepositoryProcess process(&kv, &registry, &clock);
  const absl::Status status =
      process
          .ProvideStream(StreamFrom(absl::string_view(reinterpret_cast<const char*>(data), size)))
          .status();
  Require(process.PendingRows() == 0);
  Require(process.Orphans() == 0);
  Require(status.ok() || process.ContentRows() == 0);
  Require(status.ok() || !docshare::repository::CodesOf(status).empty());
  return 0;
}
