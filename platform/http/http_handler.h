#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "platform/http/http_request.h"
#include "platform/stream/byte_sink.h"
#include "platform/stream/byte_source.h"

namespace docshare::platform {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

// The reply to one request: Start() once, then its body. Used by the thread that Handle() runs on.
class HttpReply : public ByteSink {
 public:
  // Names the status, the headers and the length of the body; without a length the body is sent in
  // chunks. Date, Connection, Content-Length and Transfer-Encoding are the server's own.
  //
  // Returns kFailedPrecondition when it has been called before, and kInvalidArgument for a status
  // outside 200 to 599, for a header of the server's own and for one that would break the head.
  // After an error another Start() may follow.
  virtual absl::Status Start(int status, const HttpHeaders& headers,
                             absl::optional<uint64_t> content_length) = 0;

  // Bytes of the body. Small pieces wait until 16 KiB have come together or Handle() returns. The
  // body of a reply that may have none (to HEAD, or of status 204 or 304) is dropped.
  //
  // Returns kFailedPrecondition before Start() and for more bytes than were named there,
  // kDeadlineExceeded when the peer does not take them, kUnavailable when it has gone.
  absl::Status Write(absl::string_view bytes) override = 0;
};

// Answers requests. Called by many threads at once.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;

  // Answers one request, on a thread of its own: it may block. `body` gives the body of the request
  // without its framing, with the errors of HttpBody; it may be read before, between and after the
  // writes of the reply, or not at all. Nothing of it may be used after the return.
  //
  // Reply and request end with the return. Without a Start() the reply is 500, or the answer to
  // the fault of the body. After a Start() any error, and fewer bytes than were named, cuts the
  // connection, so that the peer never takes half a reply for a whole one.
  virtual absl::Status Handle(const HttpRequest& request, ByteSource& body, HttpReply& reply) = 0;
};

}  // namespace docshare::platform
