#include "platform/http/http_server_config.h"

#include <gtest/gtest.h>

namespace docshare::platform {
namespace {

TEST(HttpServerConfigTest, TakesOverWhatIsSet) {
  docshare::config::v1::Listener listener;
  listener.set_address("gateway:8443");
  listener.set_port_file("port");
  listener.mutable_tls()->set_certificate_chain("chain");
  listener.mutable_tls()->set_private_key("key");
  listener.mutable_tls()->set_trusted_authorities("ca");
  listener.mutable_tls()->set_refresh_s(3);
  const HttpServerOptions options = HttpServerOptionsFrom(listener);
  EXPECT_EQ(options.listen_address, "gateway:8443");
  EXPECT_EQ(options.port_file, "port");
  ASSERT_TRUE(options.security.tls.has_value());
  EXPECT_EQ(options.security.tls->certificate_chain, "chain");
  EXPECT_EQ(options.security.tls->private_key, "key");
  EXPECT_EQ(options.security.tls->trusted_authorities, "ca");
  EXPECT_EQ(options.security.certificate_refresh, absl::Seconds(3));
  EXPECT_FALSE(options.security.plaintext_on_loopback);
}

TEST(HttpServerConfigTest, KeepsDefaults) {
  docshare::config::v1::Listener listener;
  listener.set_plaintext_on_loopback(true);
  const HttpServerOptions options = HttpServerOptionsFrom(listener);
  EXPECT_FALSE(options.security.tls.has_value());
  EXPECT_TRUE(options.security.plaintext_on_loopback);
  EXPECT_EQ(options.idle_time, HttpServerOptions().idle_time);
}

}  // namespace
}  // namespace docshare::platform
