#pragma once

#include "docshare/config/v1/transport.pb.h"
#include "platform/http/http_server_options.h"

namespace docshare::platform {

// The options that a server's configuration asks for; what it does not mention keeps its default.
// How long a drain waits (Listener.drain_s) is for who calls HttpServer::Drain().
HttpServerOptions HttpServerOptionsFrom(const docshare::config::v1::Listener& listener);

}  // namespace docshare::platform
