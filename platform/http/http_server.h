#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/http/http_handler.h"
#include "platform/http/http_server_options.h"
#include "platform/operations/operational_log.h"

namespace docshare::platform {

class ConnectionLoop;

// An HTTP/1.1 server (and 1.0, without keeping connections): mutual TLS, or plain text on loopback.
//
// Connections without a running request cost no thread: one thread takes them, shakes hands and
// reads heads; a pool of threads runs the handler. Bodies of any size pass in constant memory, at
// the pace of the slower side. Requests that come before the reply to the one before wait in the
// connection and are answered in order.
//
// What HTTP does not allow, or two programs might read differently, is refused with a reply that
// says why, and the connection is closed (request_head.h, chunked_decoder.h). A client whose
// certificate names no system gets 403.
//
// Thread-safe.
class HttpServer {
 public:
  // Binds the address and starts to answer. `handler` and `log` have to outlive the server.
  //
  // Returns the errors of CheckTransportSecurity and ListenSocket, and kInvalidArgument for a limit
  // that cannot work.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const HttpServerOptions& options,
                                                           HttpHandler* handler,
                                                           OperationalLog* log);

  // Drains without patience when that has not been done.
  ~HttpServer();

  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  int port() const;

  // Writes the port file. Returns kUnavailable when it cannot be written.
  absl::Status MarkReady();

  // Stops listening, closes idle connections, answers 503 to further requests and lets running
  // ones, with those that wait for a thread, finish for `patience`; then cuts their connections.
  // Returns when no call runs any more: a handler that does not heed the errors of its body and
  // reply holds it up. Safe to call again.
  void Drain(absl::Duration patience);

  HttpServerCounts counts() const;

 private:
  HttpServer(HttpServerOptions options, OperationalLog* log);

  const HttpServerOptions options_;
  OperationalLog* const log_;
  std::unique_ptr<ConnectionLoop> loop_;
};

}  // namespace docshare::platform
