#include "consumer/client/testing/loopback_server.h"

#include <grpc/grpc.h>
#include <grpcpp/server_builder.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/rpc/credentials.h"

namespace docshare::consumer {
namespace {

// gRPC's last object in a process waits up to 10 s for a poller of its own when a large transfer
// went before; it is never the last one as long as the library is held here.
void HoldGrpcUntilTheProcessEnds() {
  static const bool held = (grpc_init(), true);
  static_cast<void>(held);
}

}  // namespace

LoopbackServer::LoopbackServer(const std::vector<grpc::Service*>& services,
                               const platform::TransportSecurity& security) {
  HoldGrpcUntilTheProcessEnds();
  const std::string listen_address = "127.0.0.1:0";
  absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> credentials =
      platform::MakeServerCredentials(security, listen_address, absl::Now());
  int port = 0;
  grpc::ServerBuilder builder;
  if (credentials.ok()) builder.AddListeningPort(listen_address, *credentials, &port);
  builder.SetMaxReceiveMessageSize(65 << 20);
  for (grpc::Service* service : services) builder.RegisterService(service);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port == 0) {
    std::fprintf(stderr, "cannot start a server on 127.0.0.1: %s\n",
                 credentials.status().ToString().c_str());
    std::abort();
  }
  address_ = absl::StrCat("127.0.0.1:", port);
}

LoopbackServer::~LoopbackServer() { Stop(); }

platform::TransportSecurity LoopbackServer::Plaintext() {
  platform::TransportSecurity security;
  security.plaintext_on_loopback = true;
  return security;
}

platform::ChannelOptions LoopbackServer::channel(
    const platform::TransportSecurity& security) const {
  platform::ChannelOptions options;
  options.address = address_;
  options.security = security;
  return options;
}

void LoopbackServer::Stop() {
  if (server_ == nullptr) return;
  server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
  server_->Wait();
  server_.reset();
}

}  // namespace docshare::consumer
