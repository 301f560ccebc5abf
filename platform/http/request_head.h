#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/http/http_request.h"

namespace docshare::platform {

struct RequestHeadLimits {
  size_t max_bytes = 64 << 10;  // Of the whole head.
  size_t max_headers = 128;
};

// Finds the end of a request's head in bytes that come piece by piece.
class HeadScanner {
 public:
  explicit HeadScanner(size_t max_bytes) : max_bytes_(max_bytes) {}

  // `bytes` is all that has come since the request began; what was seen before is not looked at
  // again. Returns the size of the head with its empty line, or 0 while that has not come.
  //
  // Returns kInvalidArgument at the first byte that no head has: a control character, a CR or LF
  // without the other, a second empty line in front; kResourceExhausted for a head over the limit.
  absl::StatusOr<size_t> FindEnd(absl::string_view bytes);

 private:
  size_t max_bytes_;
  size_t seen_ = 0;
  bool after_cr_ = false;
  bool line_empty_ = true;
  bool request_line_seen_ = false;
  bool empty_line_in_front_ = false;
};

// A request's head as the server needs it.
struct RequestHead {
  enum class Body { kNone, kOfLength, kChunked };

  HttpRequest request;  // Without a peer.
  bool http_1_0 = false;
  Body body = Body::kNone;
  uint64_t content_length = 0;  // Of kOfLength; at least 1.
  bool asks_to_close = false;
  // The peer waits for "100 Continue" before it sends the body.
  bool expects_continue = false;
};

// Why a request is not served: the status of the reply, and the rule for a person. Quotes nothing
// of the request but names of headers.
struct HttpRefusal {
  int status = 0;
  std::string reason;
};

// Reads a whole head, as HeadScanner has found it.
//
// Stricter than many servers, since each form that two programs may read differently lets a
// request hide in the body of another: folded lines, space before a colon, repeated or malformed
// Content-Length, Content-Length beside Transfer-Encoding, Transfer-Encoding in HTTP/1.0 or twice,
// and Host absent or repeated are 400; codings but chunked 501, versions but 1.0 and 1.1 505, too
// many headers 431, expectations but 100-continue 417.
//
// Source: RFC 9110 and RFC 9112, above all 9112-6.1, 6.3 and 11.2.
std::variant<RequestHead, HttpRefusal> ParseRequestHead(absl::string_view head,
                                                        const RequestHeadLimits& limits);

// True for a name of a method or header.
bool IsHttpToken(absl::string_view text);

// True for a header value: printable, with inner spaces and tabs; bytes above 127 are allowed.
bool IsHttpFieldValue(absl::string_view text);

}  // namespace docshare::platform
