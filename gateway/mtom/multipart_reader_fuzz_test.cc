// Untrusted multipart messages: the same parts, or an error, whatever the pieces they come in; and
// parts that are read are the same again after they were written.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/mtom/boundary.h"
#include "gateway/mtom/multipart_reader.h"
#include "gateway/mtom/multipart_writer.h"
#include "platform/random/sequence_uuid_source.h"
#include "platform/stream/memory_source.h"
#include "platform/stream/string_sink.h"

namespace docshare::gateway {
namespace {

void Check(bool holds) {
  if (!holds) std::abort();
}

struct Part {
  absl::optional<ContentId> id;
  std::string bytes;

  friend bool operator==(const Part&, const Part&) = default;
};

absl::StatusOr<std::vector<Part>> PartsOf(absl::string_view message, const Boundary& boundary,
                                          size_t piece_bytes) {
  platform::MemorySource source(message, piece_bytes);
  MultipartReader reader(&source, boundary);
  std::vector<Part> parts;
  while (true) {
    const absl::StatusOr<MultipartPart*> part = reader.NextPart();
    if (!part.ok()) return part.status();
    if (*part == nullptr) return parts;
    parts.push_back({(*part)->content_id, ""});
    while (true) {
      const absl::StatusOr<absl::string_view> piece = (*part)->bytes->Read();
      if (!piece.ok()) return piece.status();
      if (piece->empty()) break;
      parts.back().bytes.append(piece->data(), piece->size());
    }
  }
}

void CheckWritten(const std::vector<Part>& parts) {
  platform::SequenceUuidSource uuids;
  platform::StringSink sink;
  MultipartWriter writer(&sink, &uuids);
  for (const Part& part : parts) {
    // The boundary of the tests is not random.
    if (!part.id || part.bytes.find(writer.boundary()) != std::string::npos) return;
    Check(writer.BeginPart("", *part.id).ok() && writer.Write(part.bytes).ok());
  }
  Check(writer.Finish().ok());
  const auto again = PartsOf(sink.bytes(), *Boundary::Parse(writer.boundary()), 1000);
  Check(again.ok() && *again == parts);
}

}  // namespace
}  // namespace docshare::gateway

// The input is the size of the pieces and a message whose boundary is "b".
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using docshare::gateway::Boundary;
  if (size == 0) return 0;
  const absl::string_view message(reinterpret_cast<const char*>(data + 1), size - 1);
  const Boundary boundary = *Boundary::Parse("b");
  const auto whole = docshare::gateway::PartsOf(message, boundary, absl::string_view::npos);
  const auto pieces =
      docshare::gateway::PartsOf(message, boundary, static_cast<size_t>(data[0] % 32) + 1);
  docshare::gateway::Check(whole.status().code() == pieces.status().code());
  if (!whole.ok()) return 0;
  docshare::gateway::Check(*whole == *pieces);
  docshare::gateway::CheckWritten(*whole);
  return 0;
}
