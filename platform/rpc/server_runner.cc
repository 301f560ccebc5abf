#include "platform/rpc/server_runner.h"

#include <grpc/grpc.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/server_builder.h>

#include <cstdlib>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/rpc/call_metrics.h"
#include "platform/rpc/duration_argument.h"
#include "platform/rpc/listen_probe.h"
#include "platform/rpc/port_file.h"

namespace docshare::platform {
namespace {

// gRPC gives a synchronous server one completion queue for each processor, with at least one
// polling thread, and aborts when the thread limit is below that.
int ThreadsGrpcNeeds() { return static_cast<int>(std::thread::hardware_concurrency()) + 1; }

absl::Status CheckLimits(const ServerOptions& options) {
  if (options.max_threads != 0 && options.max_threads < ThreadsGrpcNeeds()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "a limit of ", options.max_threads, " threads is too low; gRPC needs at least ",
        ThreadsGrpcNeeds(), " on a machine with as many processors as this one"));
  }
  if (options.max_receive_message_bytes <= 0 || options.max_send_message_bytes <= 0) {
    return absl::InvalidArgumentError("message size limits have to be positive");
  }
  return absl::OkStatus();
}

// Health and reflection are added to servers by process-wide switches.
void AddHealthAndReflection() {
  static std::once_flag once;
  std::call_once(once, [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  });
}

void SetLimits(const ServerOptions& options, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(options.max_receive_message_bytes);
  builder.SetMaxSendMessageSize(options.max_send_message_bytes);
  if (options.max_threads != 0) {
    grpc::ResourceQuota quota("server");
    quota.SetMaxThreads(options.max_threads);
    builder.SetResourceQuota(quota);
  }
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxRequestMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, kStreamWindowBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                             options.max_concurrent_streams_per_connection);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, DurationArgument(options.keepalive_time));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS,
                             DurationArgument(options.keepalive_timeout));
  // Clients may ping every 10 s, also between calls; gRPC's default of 5 minutes would end the
  // connections of careful ones.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS,
                             DurationArgument(options.max_connection_idle));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS,
                             DurationArgument(options.max_connection_age));
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS,
                             DurationArgument(options.handshake_timeout));
  // Otherwise a second server would silently share the port with the first.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

void CountCallsOf(const std::vector<ServedService>& services, Metrics& metrics,
                  grpc::ServerBuilder& builder) {
  std::vector<std::string> methods;
  for (const ServedService& served : services) {
    for (std::string& method : MethodsOf(served.name)) methods.push_back(std::move(method));
  }
  auto calls = std::make_shared<CallMetrics>(methods);
  AddCallMetrics(calls, metrics);
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> interceptors;
  interceptors.push_back(CountCalls(std::move(calls)));
  builder.experimental().SetInterceptorCreators(std::move(interceptors));
}

}  // namespace

ServerRunner::ServerRunner(ServerOptions options, OperationalLog* log)
    : options_(std::move(options)), log_(log) {}

absl::StatusOr<std::unique_ptr<ServerRunner>> ServerRunner::Start(
    const ServerOptions& options, const std::vector<ServedService>& services, OperationalLog* log) {
  if (absl::Status status = CheckLimits(options); !status.ok()) return status;
  const absl::Time now = absl::Now();
  absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> credentials =
      MakeServerCredentials(options.security, options.listen_address, now);
  if (!credentials.ok()) return credentials.status();
  absl::Time expires = absl::InfiniteFuture();
  if (options.security.tls.has_value()) {
    const absl::StatusOr<absl::Time> checked = CheckTlsFiles(*options.security.tls, now);
    if (!checked.ok()) return checked.status();
    expires = *checked;
  }

  AddHealthAndReflection();
  auto runner = std::unique_ptr<ServerRunner>(new ServerRunner(options, log));
  grpc::ServerBuilder builder;
  SetLimits(options, builder);
  int port = 0;
  builder.AddListeningPort(options.listen_address, *credentials, &port);
  for (const ServedService& served : services) builder.RegisterService(served.service);
  if (options.metrics != nullptr) CountCallsOf(services, *options.metrics, builder);
  runner->server_ = builder.BuildAndStart();
  if (runner->server_ == nullptr || port == 0) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", options.listen_address, ": ",
                                               ReasonNotToListen(options.listen_address)));
  }
  runner->port_ = absl::StartsWith(options.listen_address, "unix:") ? 0 : port;

  grpc::HealthCheckServiceInterface* health = runner->server_->GetHealthCheckService();
  for (const ServedService& served : services) health->SetServingStatus(served.name, false);
  health->SetServingStatus(false);

  if (options.security.tls.has_value()) {
    log->Info("server_started",
              {{"port", runner->port_},
               {"tls", true},
               {"certificate_days_left", absl::ToInt64Hours(expires - now) / 24}});
  } else {
    log->Warning("server_started", {{"port", runner->port_}, {"tls", false}});
  }
  return runner;
}

ServerRunner::~ServerRunner() {
  if (server_ != nullptr) Drain();
}

absl::Status ServerRunner::MarkReady() {
  server_->GetHealthCheckService()->SetServingStatus(true);
  if (!options_.port_file.empty()) {
    if (absl::Status status = WritePortFile(options_.port_file, port_); !status.ok()) return status;
  }
  log_->Info("server_ready", {{"port", port_}});
  return absl::OkStatus();
}

void ServerRunner::Drain() {
  const std::lock_guard<std::mutex> lock(drain_mutex_);
  if (drained_) return;
  const absl::Time begin = absl::Now();
  log_->Info("drain_started",
             {{"deadline_ms", absl::ToInt64Milliseconds(options_.drain_deadline)}});
  server_->GetHealthCheckService()->Shutdown();
  if (options_.on_drain_begins) options_.on_drain_begins();
  absl::SleepFor(options_.drain_notice);
  server_->Shutdown(absl::ToChronoTime(absl::Now() + options_.drain_deadline));
  drained_ = true;
  log_->Info("drain_ended", {{"duration_ms", absl::ToInt64Milliseconds(absl::Now() - begin)}});
}

absl::Status ServerRunner::Run(ShutdownSignals& signals, const std::function<void()>& on_drained) {
  absl::Status status = MarkReady();
  if (status.ok()) {
    const int signal = signals.Wait();
    log_->Info("shutdown_requested", {{"signal", signal}});
  }
  std::thread impatience([&] {
    const int signal = signals.Wait();
    if (signal == 0) return;
    log_->Warning("shutdown_forced", {{"signal", signal}});
    std::_Exit(128 + signal);
  });
  Drain();
  if (on_drained) on_drained();
  signals.Request();
  impatience.join();
  return status;
}

}  // namespace docshare::platform
