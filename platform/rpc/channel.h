#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/rpc/credentials.h"
#include "platform/rpc/transport_limits.h"

namespace docshare::platform {

struct ChannelOptions {
  // "host:port". With TLS the host has to be named in the server's certificate.
  std::string address;
  TransportSecurity security;

  int max_receive_message_bytes = kDefaultMaxMessageBytes;
  int max_send_message_bytes = kDefaultMaxMessageBytes;

  // While calls run, a silent server is pinged after this time and the connection given up when no
  // answer comes in time. Servers refuse pings more often than every 10 s.
  absl::Duration keepalive_time = absl::Seconds(30);
  absl::Duration keepalive_timeout = absl::Seconds(20);
  // Bounds of the pause before a broken connection is made again.
  absl::Duration min_reconnect_backoff = absl::Milliseconds(100);
  absl::Duration max_reconnect_backoff = absl::Seconds(5);
};

// Opens a channel with a connection of its own (channels never share one). Connects on first use
// and again whenever needed; reads no proxy settings from the environment.
//
// Returns the errors of MakeChannelCredentials. A server that cannot be reached is not an error
// here: calls fail with UNAVAILABLE.
absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const ChannelOptions& options);

}  // namespace docshare::platform
