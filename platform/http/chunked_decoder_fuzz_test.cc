// Untrusted chunked bodies: content, end and fault are the same however the bytes come, and what
// is written in chunks is read back.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "platform/http/chunked_decoder.h"

namespace {

using docshare::platform::ChunkedDecoder;

void Require(bool holds) {
  if (!holds) std::abort();
}

struct Decoded {
  std::string content;
  bool ended = false;
  bool ok = true;
  size_t left = 0;

  bool operator==(const Decoded& other) const = default;
};

Decoded Decode(absl::string_view bytes, size_t step) {
  Decoded decoded;
  ChunkedDecoder decoder;
  while (!bytes.empty() && !decoder.ended()) {
    absl::string_view piece = bytes.substr(0, step);
    const size_t size = piece.size();
    while (!piece.empty() && !decoder.ended()) {
      const auto content = decoder.Next(piece);
      if (!content.ok()) {
        decoded.ok = false;
        return decoded;
      }
      absl::StrAppend(&decoded.content, *content);
    }
    bytes.remove_prefix(size - piece.size());
  }
  decoded.ended = decoder.ended();
  decoded.left = bytes.size();
  return decoded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Decoded whole = Decode(bytes, std::max<size_t>(size, 1));
  Require(Decode(bytes, 1) == whole);
  Require(Decode(bytes, 7) == whole);
  if (size == 0) return 0;
  const size_t half = size / 2;
  const std::string written = absl::StrCat(
      half > 0 ? absl::StrCat(absl::Hex(half), "\r\n", bytes.substr(0, half), "\r\n") : "",
      absl::Hex(size - half), "\r\n", bytes.substr(half), "\r\n0\r\n\r\nafter");
  const Decoded read = Decode(written, 5);
  Require(read.ok && read.ended && read.left == 5 && read.content == bytes);
  return 0;
}
