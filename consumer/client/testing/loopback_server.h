#pragma once

#include <grpcpp/server.h>

#include <memory>
#include <string>
#include <vector>

#include "platform/rpc/channel.h"

namespace docshare::consumer {

// A gRPC server for one test, on 127.0.0.1 and a port of its own, in plain text unless told. Stops
// when destroyed or at Stop(); running calls get a second to end.
class LoopbackServer {
 public:
  // Services have to outlive the server.
  explicit LoopbackServer(const std::vector<grpc::Service*>& services,
                          const platform::TransportSecurity& security = Plaintext());
  ~LoopbackServer();

  // "127.0.0.1:port".
  const std::string& address() const { return address_; }

  // How a client reaches the server.
  platform::ChannelOptions channel(const platform::TransportSecurity& security = Plaintext()) const;

  void Stop();

 private:
  static platform::TransportSecurity Plaintext();

  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace docshare::consumer
