#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "platform/http/http_handler.h"
#include "platform/http/http_server.h"
#include "platform/operations/operational_log.h"

namespace docshare::platform {

// A handler that is a function.
class FunctionHandler : public HttpHandler {
 public:
  using Function = std::function<absl::Status(const HttpRequest&, ByteSource&, HttpReply&)>;

  explicit FunctionHandler(Function function) : function_(std::move(function)) {}

  absl::Status Handle(const HttpRequest& request, ByteSource& body, HttpReply& reply) override {
    return function_(request, body, reply);
  }

 private:
  const Function function_;
};

// Sends the body back in chunks, as it comes, with the peer's name in the header "Peer". Returns
// the error of body or reply.
absl::Status Echo(const HttpRequest& request, ByteSource& body, HttpReply& reply);

// An HttpServer on 127.0.0.1 and a free port; plain text unless `options` says otherwise. Aborts
// when it cannot start.
class TestHttpServer {
 public:
  explicit TestHttpServer(FunctionHandler::Function handler = Echo, HttpServerOptions options = {});

  HttpServer& server() { return *server_; }
  int port() const { return server_->port(); }
  // All lines of the log.
  std::string log();

 private:
  std::mutex mutex_;
  std::string lines_;  // Guarded by mutex_.
  OperationalLog log_;
  FunctionHandler handler_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace docshare::platform
