#pragma once

#include "docshare/config/v1/transport.pb.h"
#include "platform/rpc/channel.h"
#include "platform/rpc/server_runner.h"

namespace docshare::platform {

// How a server's listener is protected.
TransportSecurity TransportSecurityFrom(const docshare::config::v1::Listener& listener);

// The options that a server's configuration asks for; what it does not mention keeps its default.
ServerOptions ServerOptionsFrom(const docshare::config::v1::Listener& listener);

// The same for a client.
ChannelOptions ChannelOptionsFrom(const docshare::config::v1::Endpoint& endpoint);

}  // namespace docshare::platform
