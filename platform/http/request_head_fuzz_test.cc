// Untrusted heads: the end is found at the same place however the bytes come, and what is taken for
// a request has nothing in it that could be read as two.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "platform/http/request_head.h"

namespace {

using docshare::platform::HeadScanner;
using docshare::platform::IsHttpFieldValue;
using docshare::platform::IsHttpToken;
using docshare::platform::ParseRequestHead;
using docshare::platform::RequestHead;

constexpr size_t kMaxBytes = 1024;

void Require(bool holds) {
  if (!holds) std::abort();
}

void CheckRequest(const RequestHead& head) {
  Require(IsHttpToken(head.request.method));
  Require(!head.request.path.empty());
  Require(head.request.path == "*" || head.request.path.front() == '/');
  int lengths = 0;
  int codings = 0;
  for (const auto& [name, value] : head.request.headers) {
    Require(IsHttpToken(name) && IsHttpFieldValue(value));
    if (absl::EqualsIgnoreCase(name, "Content-Length")) ++lengths;
    if (absl::EqualsIgnoreCase(name, "Transfer-Encoding")) ++codings;
  }
  Require(lengths + codings <= 1);
  Require((head.body == RequestHead::Body::kChunked) == (codings == 1));
  Require(head.body != RequestHead::Body::kOfLength || (lengths == 1 && head.content_length > 0));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  HeadScanner whole(kMaxBytes);
  const auto end = whole.FindEnd(bytes);
  HeadScanner stepwise(kMaxBytes);
  for (size_t seen = 0; seen <= size; ++seen) {
    const auto here = stepwise.FindEnd(bytes.substr(0, seen));
    if (!here.ok()) {
      Require(here.status() == end.status());
      return 0;
    }
    if (*here > 0) {
      Require(end.ok() && *here == *end && *here <= kMaxBytes);
      const auto parsed = ParseRequestHead(bytes.substr(0, *here), {.max_headers = 20});
      if (const auto* head = std::get_if<RequestHead>(&parsed)) CheckRequest(*head);
      return 0;
    }
  }
  Require(end.ok() && *end == 0);
  return 0;
}
