#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "platform/http/request_head.h"
#include "platform/rpc/transport_security.h"

namespace docshare::platform {

struct HttpServerOptions {
  // "host:port". Port 0 takes a free one.
  std::string listen_address;
  TransportSecurity security;
  // When not empty, MarkReady() writes the port here (port_file.h).
  std::string port_file;

  // Requests answered at once, each on a thread; so many more may wait. Those beyond get 503.
  int max_calls = 64;
  int max_waiting_calls = 64;
  // Beyond these the connection that has been idle longest gives way to a new one.
  int max_connections = 2000;
  RequestHeadLimits head_limits;

  // For the TLS handshake, and again for a head from its first byte to its last.
  absl::Duration head_time = absl::Seconds(10);
  // Between requests, and before the first.
  absl::Duration idle_time = absl::Minutes(1);
  // The patience with a body that comes, or a reply that is taken, too slowly: given up when
  // stall_bytes have not moved in that time of waiting.
  absl::Duration stall_time = absl::Seconds(30);
  size_t stall_bytes = 16 << 10;
  // The reply after this is the last one of a connection, so that a certificate that has expired or
  // lost its authority does not stay in use.
  absl::Duration max_connection_age = absl::Hours(1);
  // What a handler leaves of a body is read to its end when it is no more than this.
  size_t max_skipped_body_bytes = 256 << 10;
};

// What a server has done since its start, for metrics.
struct HttpServerCounts {
  int64_t connections = 0;         // Open now.
  int64_t running_calls = 0;       // Running or waiting now.
  uint64_t handshakes_failed = 0;  // TLS, or none where it is required.
  uint64_t connections_refused = 0;
  uint64_t requests_refused = 0;  // Without asking the handler.
  uint64_t calls_busy = 0;        // Of those, with 503.
  uint64_t replies_ok = 0;        // Status 200 to 399,
  uint64_t replies_4xx = 0;
  uint64_t replies_5xx = 0;
  uint64_t calls_cut = 0;  // Ended without a whole reply.
};

}  // namespace docshare::platform
