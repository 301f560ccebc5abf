#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace docshare::platform {

struct HttpOptions {
  // Certificates of the authorities that may vouch for the server, PEM; empty: the system's.
  std::string ca_file;
  absl::Duration connect_timeout = absl::Seconds(3);
  // A transfer that moves no byte for so long is given up. At least a second.
  absl::Duration stall_timeout = absl::Seconds(30);
  // Connections kept open while nobody uses them.
  size_t max_idle_connections = 16;
};

struct HttpClientRequest {
  std::string method;
  std::string url;
  // "name: value"; "name:" takes away one that libcurl would send.
  std::vector<std::string> headers;
  // Must live until the answer is there.
  absl::string_view body;
  // Where the body of a 206 answer goes.
  absl::Span<char> range;
};

struct HttpAnswer {
  int status = 0;
  // Of any answer but 206.
  std::string body;
  // Bytes written to the request's range.
  size_t range_bytes = 0;
  // Values of the headers of that name; empty when there is none.
  std::string etag;
  std::string content_range;
  std::string content_length;
};

// Makes HTTP requests one at a time a thread, over connections that are kept alive. It follows no
// redirect and uses no proxy, whatever the environment says. Certificates are always verified.
// Thread-safe.
class HttpClient {
 public:
  explicit HttpClient(const HttpOptions& options);
  ~HttpClient();

  // Sends the request once and waits for the whole answer, of whatever status. Returns
  // kUnavailable when there is no answer (refused, timed out, broken off: the request may have been
  // carried out), kFailedPrecondition when the server's certificate is not to be trusted, and
  // kInternal for an answer larger than 4 MiB or than the range.
  absl::StatusOr<HttpAnswer> Send(const HttpClientRequest& request, absl::Duration time_limit);

 private:
  // A libcurl handle with the connection it last used.
  class Connection;

  const HttpOptions options_;
  struct Idle;
  const std::unique_ptr<Idle> idle_;
};

}  // namespace docshare::platform
