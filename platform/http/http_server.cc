#include "platform/http/http_server.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/http/connection_loop.h"
#include "platform/rpc/port_file.h"

namespace docshare::platform {
namespace {

absl::Status CheckLimits(const HttpServerOptions& options) {
  const auto check = [](bool holds, absl::string_view name, absl::string_view rule) {
    if (holds) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(name, " has to be ", rule));
  };
  absl::Status status =
      check(options.max_calls >= 1 && options.max_calls <= 10'000, "max_calls", "1 to 10000");
  status.Update(check(options.max_waiting_calls >= 0, "max_waiting_calls", "0 or more"));
  status.Update(check(options.max_connections >= 1, "max_connections", "at least 1"));
  status.Update(
      check(options.head_limits.max_bytes >= 1024, "head_limits.max_bytes", "at least 1024"));
  for (const auto& [name, time] :
       {std::pair("head_time", options.head_time), std::pair("idle_time", options.idle_time),
        std::pair("stall_time", options.stall_time),
        std::pair("max_connection_age", options.max_connection_age)}) {
    status.Update(check(time > absl::ZeroDuration() && time <= absl::Hours(24 * 365), name,
                        "more than zero and at most a year"));
  }
  return status;
}

}  // namespace

HttpServer::HttpServer(HttpServerOptions options, OperationalLog* log)
    : options_(std::move(options)), log_(log) {}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const HttpServerOptions& options,
                                                              HttpHandler* handler,
                                                              OperationalLog* log) {
  if (absl::Status status = CheckLimits(options); !status.ok()) return status;
  const absl::Time now = absl::Now();
  absl::Status status = CheckTransportSecurity(options.security, options.listen_address, now);
  if (!status.ok()) return status;
  std::unique_ptr<ServerTls> tls;
  if (options.security.tls.has_value()) {
    absl::StatusOr<std::unique_ptr<ServerTls>> made = ServerTls::Make(*options.security.tls, now);
    if (!made.ok()) return made.status();
    tls = *std::move(made);
  }
  const absl::Time expires = tls == nullptr ? absl::InfiniteFuture() : tls->expires();
  absl::StatusOr<ListenSocket> listener = ListenSocket::Open(options.listen_address);
  if (!listener.ok()) return listener.status();
  auto server = std::unique_ptr<HttpServer>(new HttpServer(options, log));
  absl::StatusOr<std::unique_ptr<ConnectionLoop>> loop =
      ConnectionLoop::Start(server->options_, *std::move(listener), std::move(tls), handler, log);
  if (!loop.ok()) return loop.status();
  server->loop_ = *std::move(loop);
  if (options.security.tls.has_value()) {
    log->Info("http_server_started",
              {{"port", server->port()},
               {"tls", true},
               {"certificate_days_left", absl::ToInt64Hours(expires - now) / 24}});
  } else {
    log->Warning("http_server_started", {{"port", server->port()}, {"tls", false}});
  }
  return server;
}

HttpServer::~HttpServer() {
  if (loop_ != nullptr) loop_->Drain(absl::ZeroDuration());
}

int HttpServer::port() const { return loop_->port(); }

absl::Status HttpServer::MarkReady() {
  if (!options_.port_file.empty()) {
    if (absl::Status status = WritePortFile(options_.port_file, port()); !status.ok()) {
      return status;
    }
  }
  log_->Info("http_server_ready", {{"port", port()}});
  return absl::OkStatus();
}

void HttpServer::Drain(absl::Duration patience) { loop_->Drain(patience); }

HttpServerCounts HttpServer::counts() const { return loop_->counts(); }

}  // namespace docshare::platform
