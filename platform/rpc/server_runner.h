#pragma once

#include <grpcpp/server.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/metrics/metrics.h"
#include "platform/operations/operational_log.h"
#include "platform/operations/shutdown_signals.h"
#include "platform/rpc/credentials.h"
#include "platform/rpc/transport_limits.h"

namespace docshare::platform {

// A service and its full name, for example "docshare.registry.v1.RegistryService": the name its
// health is asked by. The generated code has it as Service::service_full_name().
struct ServedService {
  std::string name;
  grpc::Service* service = nullptr;  // Not owned; has to outlive the runner.
};

struct ServerOptions {
  // "host:port", or "unix:path". Port 0 takes a free one.
  std::string listen_address;
  TransportSecurity security;
  // When not empty, MarkReady() writes the port here, decimal with a newline. The file appears
  // complete or not at all.
  std::string port_file;

  int max_receive_message_bytes = kDefaultMaxMessageBytes;
  int max_send_message_bytes = kDefaultMaxMessageBytes;
  // Threads for calls of synchronous services; calls beyond get RESOURCE_EXHAUSTED. 0: no limit.
  // gRPC itself needs one for each processor out of these.
  int max_threads = 0;
  int max_concurrent_streams_per_connection = 1024;

  // A connection whose peer has not been heard of for so long is pinged, and closed when the
  // answer does not come in time.
  absl::Duration keepalive_time = absl::Minutes(1);
  absl::Duration keepalive_timeout = absl::Seconds(20);
  // Connections without a call are closed after this.
  absl::Duration max_connection_idle = absl::Minutes(30);
  // Older connections are asked to be made anew once their running calls have ended, so that a
  // certificate that has expired or lost its authority does not stay in use.
  absl::Duration max_connection_age = absl::Hours(1);
  // Connections that have not finished TLS and HTTP/2 settings are closed after this.
  absl::Duration handshake_timeout = absl::Seconds(20);

  // Time between NOT_SERVING and the end of listening, for load balancers to notice.
  absl::Duration drain_notice = absl::ZeroDuration();
  // Time running calls get to finish before they are cancelled.
  absl::Duration drain_deadline = absl::Seconds(20);
  // When given, called once when the drain begins: calls that would last for ever, such as those
  // that follow something, have to end by themselves from then on. Must not block.
  std::function<void()> on_drain_begins;

  // When given, Start() adds the numbers of its calls (call_metrics.h). Not owned.
  Metrics* metrics = nullptr;
};

// Runs one gRPC server from start to drained end, with health (grpc.health.v1) and reflection.
//
// Health is NOT_SERVING from the start until MarkReady() and again from the beginning of the drain,
// for each service by its name and for the whole server by the empty name.
// A call that reaches the server in the first moments of the drain may end with CANCELLED, a later
// one with UNAVAILABLE; neither was begun.
//
// Thread-safe. In main():
//
//   ShutdownSignals signals;                       // First, before any thread.
//   OperationalLog log("registry");
//   ... build the services ...
//   auto runner = ServerRunner::Start(options, {{service.name, &service}}, &log);
//   if (!runner.ok()) ...
//   absl::Status status = (*runner)->Run(signals, [&] { store.Close(); });
class ServerRunner {
 public:
  // Binds the address and starts to answer. `log` has to outlive the runner.
  //
  // Returns the errors of MakeServerCredentials; kInvalidArgument for a limit that cannot work;
  // kUnavailable when the address cannot be bound.
  static absl::StatusOr<std::unique_ptr<ServerRunner>> Start(
      const ServerOptions& options, const std::vector<ServedService>& services,
      OperationalLog* log);

  // Drains when that has not been done.
  ~ServerRunner();

  ServerRunner(const ServerRunner&) = delete;
  ServerRunner& operator=(const ServerRunner&) = delete;

  // Port the server listens on; 0 for a unix socket.
  int port() const { return port_; }

  // Turns health to SERVING and writes the port file. Returns kUnavailable when the file cannot be
  // written, with the reason.
  absl::Status MarkReady();

  // Turns health to NOT_SERVING, waits drain_notice, stops listening, lets running calls finish
  // until drain_deadline and cancels the rest. An open Watch of the health service counts as a
  // running call. Returns when no call runs any more; a handler that does not heed its cancellation
  // holds it up. Safe to call again.
  void Drain();

  // MarkReady(), then blocks until SIGTERM, SIGINT or signals.Request(), then Drain(), then calls
  // `on_drained`, when given, while no call runs. Returns the error of MarkReady(), after a drain.
  // A second signal during the drain ends the process at once with exit status 128 + its number.
  absl::Status Run(ShutdownSignals& signals, const std::function<void()>& on_drained);

 private:
  ServerRunner(ServerOptions options, OperationalLog* log);

  const ServerOptions options_;
  OperationalLog* const log_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
  std::mutex drain_mutex_;
  bool drained_ = false;  // Guarded by drain_mutex_.
};

}  // namespace docshare::platform
