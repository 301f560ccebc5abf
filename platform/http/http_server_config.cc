#include "platform/http/http_server_config.h"

#include "platform/rpc/transport_config.h"

namespace docshare::platform {

HttpServerOptions HttpServerOptionsFrom(const docshare::config::v1::Listener& listener) {
  HttpServerOptions options;
  options.listen_address = listener.address();
  options.security = TransportSecurityFrom(listener);
  options.port_file = listener.port_file();
  return options;
}

}  // namespace docshare::platform
