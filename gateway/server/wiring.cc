#include "gateway/server/wiring.h"

#include <cstdlib>
#include <thread>
#include <utility>
#include <vector>

#include "gateway/hl7v2/mllp_server.h"
#include "platform/http/http_server.h"
#include "platform/rpc/channel.h"

namespace docshare::gateway {
namespace {

// The longest messages that registry and repositories send and take.
constexpr int kMaxMessageBytes = (64 << 20) + (64 << 10);

absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelTo(platform::ChannelOptions options) {
  options.max_receive_message_bytes = kMaxMessageBytes;
  options.max_send_message_bytes = kMaxMessageBytes;
  return platform::OpenChannel(options);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Open(Settings settings,
                                                       platform::OperationalLog* log) {
  // Not make_unique: the constructor is private.
  std::unique_ptr<Gateway> gateway(new Gateway(std::move(settings), log));
  if (absl::Status connected = gateway->Connect(); !connected.ok()) return connected;
  return gateway;
}

Gateway::Gateway(Settings settings, platform::OperationalLog* log)
    : settings_(std::move(settings)), log_(log) {}

absl::Status Gateway::Connect() {
  const CallLimits limits;
  auto registry = ChannelTo(settings_.registry);
  if (!registry.ok()) return registry.status();
  registry_ =
      std::make_unique<RegistryCalls>(registry::v1::RegistryService::NewStub(*registry), limits);
  std::vector<RepositoryCalls::Repository> repositories;
  for (const Settings::Repository& repository : settings_.repositories) {
    auto channel = ChannelTo(repository.channel);
    if (!channel.ok()) return channel.status();
    repositories.push_back(
        {repository.unique_id, repository::v1::RepositoryService::NewStub(*channel)});
  }
  repositories_ = std::make_unique<RepositoryCalls>(std::move(repositories), limits);
  services_ =
      std::make_unique<XdsServices>(settings_.community, registry_.get(), repositories_.get());
  delivery_ = std::make_unique<AnswerDelivery>(settings_.delivery, log_);
  soap_ = std::make_unique<SoapHandler>(
      settings_.soap, SoapHandler::With{services_.get(), delivery_.get(), &uuids_, &clock_, log_});
  if (settings_.feed.has_value()) {
    commands_ = std::make_unique<GrpcPatientCommands>(*registry);
    feed_ = std::make_unique<PatientFeedHandler>(settings_.feed->community, *commands_, clock_,
                                                 uuids_, *log_);
  }
  return absl::OkStatus();
}

absl::Status Gateway::Serve(platform::ShutdownSignals& signals) {
  auto server = platform::HttpServer::Start(settings_.http, soap_.get(), log_);
  if (!server.ok()) return server.status();
  std::unique_ptr<MllpServer> mllp;
  if (feed_ != nullptr) {
    auto started = MllpServer::Start(
        settings_.feed->server,
        [this](absl::string_view message, const std::string& system) {
          return feed_->Answer(message, system);
        },
        log_);
    if (!started.ok()) return started.status();
    mllp = *std::move(started);
    if (absl::Status ready = mllp->MarkReady(); !ready.ok()) return ready;
  }
  if (absl::Status ready = (*server)->MarkReady(); !ready.ok()) return ready;
  log_->Info("shutdown_requested", {{"signal", signals.Wait()}});
  // A second signal ends at once what would drain.
  std::thread impatience([&] {
    const int signal = signals.Wait();
    if (signal == 0) return;
    log_->Warning("shutdown_forced", {{"signal", signal}});
    std::_Exit(128 + signal);
  });
  std::thread draining([&] {
    if (mllp != nullptr) mllp->Drain(settings_.drain);
  });
  (*server)->Drain(settings_.drain);
  draining.join();
  mllp.reset();
  server->reset();
  delivery_.reset();
  signals.Request();
  impatience.join();
  return absl::OkStatus();
}

}  // namespace docshare::gateway
