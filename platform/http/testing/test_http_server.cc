#include "platform/http/testing/test_http_server.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"

namespace docshare::platform {

absl::Status Echo(const HttpRequest& request, ByteSource& body, HttpReply& reply) {
  absl::Status status = reply.Start(200, {{"Peer", request.peer}}, absl::nullopt);
  while (status.ok()) {
    const absl::StatusOr<absl::string_view> piece = body.Read();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) break;
    status = reply.Write(*piece);
  }
  return status;
}

TestHttpServer::TestHttpServer(FunctionHandler::Function handler, HttpServerOptions options)
    : log_("test",
           [this](absl::string_view line) {
             const std::lock_guard<std::mutex> lock(mutex_);
             absl::StrAppend(&lines_, line);
           }),
      handler_(std::move(handler)) {
  if (options.listen_address.empty()) options.listen_address = "127.0.0.1:0";
  if (!options.security.tls.has_value()) options.security.plaintext_on_loopback = true;
  absl::StatusOr<std::unique_ptr<HttpServer>> server = HttpServer::Start(options, &handler_, &log_);
  if (!server.ok()) {
    std::fprintf(stderr, "%s\n", server.status().ToString().c_str());
    std::abort();
  }
  server_ = *std::move(server);
}

std::string TestHttpServer::log() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return lines_;
}

}  // namespace docshare::platform
