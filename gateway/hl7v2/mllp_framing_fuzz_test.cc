// Any bytes as a stream: the same messages come out however it is cut, and nothing grows.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/hl7v2/mllp_framing.h"

namespace {

constexpr size_t kMaxMessageBytes = 64;
constexpr size_t kMaxNoiseBytes = 32;

void Require(bool holds) {
  if (!holds) std::abort();
}

std::vector<std::string> Decode(absl::string_view stream, size_t piece) {
  docshare::gateway::MllpDecoder decoder(kMaxMessageBytes, kMaxNoiseBytes);
  std::vector<std::string> messages;
  while (!stream.empty()) {
    absl::string_view bytes = stream.substr(0, piece);
    stream.remove_prefix(bytes.size());
    while (true) {
      const auto next = decoder.Next(bytes);
      if (!next.ok()) return messages;
      if (!*next) break;
      Require((*next)->size() <= kMaxMessageBytes);
      Require((*next)->find_first_of("\x0b\x1c") == std::string::npos);
      messages.push_back(**next);
    }
  }
  return messages;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const absl::string_view stream(reinterpret_cast<const char*>(data), size);
  const std::vector<std::string> whole = Decode(stream, size);
  Require(Decode(stream, 1) == whole);
  Require(Decode(stream, 1 + data[0] % 16) == whole);
  return 0;
}
