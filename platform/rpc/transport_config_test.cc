#include "platform/rpc/transport_config.h"

#include <gtest/gtest.h>

namespace docshare::platform {
namespace {

TEST(TransportConfigTest, ReadsAListener) {
  docshare::config::v1::Listener listener;
  listener.set_address("0.0.0.0:8443");
  listener.mutable_tls()->set_certificate_chain("own.crt");
  listener.mutable_tls()->set_private_key("own.key");
  listener.mutable_tls()->set_trusted_authorities("ca.crt");
  listener.mutable_tls()->set_refresh_s(60);
  listener.set_port_file("port");
  listener.set_drain_s(5);
  const ServerOptions options = ServerOptionsFrom(listener);
  EXPECT_EQ(options.listen_address, "0.0.0.0:8443");
  ASSERT_TRUE(options.security.tls.has_value());
  EXPECT_EQ(options.security.tls->certificate_chain, "own.crt");
  EXPECT_EQ(options.security.tls->private_key, "own.key");
  EXPECT_EQ(options.security.tls->trusted_authorities, "ca.crt");
  EXPECT_EQ(options.security.certificate_refresh, absl::Seconds(60));
  EXPECT_FALSE(options.security.plaintext_on_loopback);
  EXPECT_EQ(options.port_file, "port");
  EXPECT_EQ(options.drain_deadline, absl::Seconds(5));
}

TEST(TransportConfigTest, WhatIsNotConfiguredKeepsItsDefault) {
  docshare::config::v1::Listener listener;
  listener.set_plaintext_on_loopback(true);
  const ServerOptions options = ServerOptionsFrom(listener);
  EXPECT_FALSE(options.security.tls.has_value());
  EXPECT_TRUE(options.security.plaintext_on_loopback);
  EXPECT_EQ(options.drain_deadline, ServerOptions().drain_deadline);
  EXPECT_EQ(options.security.certificate_refresh, TransportSecurity().certificate_refresh);
}

TEST(TransportConfigTest, ReadsAnEndpoint) {
  docshare::config::v1::Endpoint endpoint;
  endpoint.set_address("registry.example:8443");
  endpoint.mutable_tls()->set_private_key("own.key");
  const ChannelOptions options = ChannelOptionsFrom(endpoint);
  EXPECT_EQ(options.address, "registry.example:8443");
  ASSERT_TRUE(options.security.tls.has_value());
  EXPECT_EQ(options.security.tls->private_key, "own.key");
  EXPECT_EQ(options.security.certificate_refresh, absl::Seconds(10));
}

}  // namespace
}  // namespace docshare::platform
