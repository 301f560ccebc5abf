#include "platform/rpc/transport_config.h"

namespace docshare::platform {
namespace {

namespace config = ::docshare::config::v1;

// Listener and Endpoint have these fields in common.
template <typename Message>
TransportSecurity SecurityFrom(const Message& message) {
  TransportSecurity security;
  security.plaintext_on_loopback = message.plaintext_on_loopback();
  if (message.has_tls()) {
    const config::TlsFiles& tls = message.tls();
    security.tls = TlsFiles{.certificate_chain = tls.certificate_chain(),
                            .private_key = tls.private_key(),
                            .trusted_authorities = tls.trusted_authorities()};
    if (tls.refresh_s() > 0) security.certificate_refresh = absl::Seconds(tls.refresh_s());
  }
  return security;
}

}  // namespace

TransportSecurity TransportSecurityFrom(const config::Listener& listener) {
  return SecurityFrom(listener);
}

ServerOptions ServerOptionsFrom(const config::Listener& listener) {
  ServerOptions options;
  options.listen_address = listener.address();
  options.security = SecurityFrom(listener);
  options.port_file = listener.port_file();
  if (listener.drain_s() > 0) options.drain_deadline = absl::Seconds(listener.drain_s());
  return options;
}

ChannelOptions ChannelOptionsFrom(const config::Endpoint& endpoint) {
  ChannelOptions options;
  options.address = endpoint.address();
  options.security = SecurityFrom(endpoint);
  return options;
}

}  // namespace docshare::platform
