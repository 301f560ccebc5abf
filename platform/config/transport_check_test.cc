#include "platform/config/transport_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace docshare::platform {
namespace {

using docshare::config::v1::Endpoint;
using docshare::config::v1::Listener;
using ::testing::HasSubstr;

Listener GoodListener() {
  Listener listener;
  listener.set_address("127.0.0.1:7443");
  listener.mutable_tls()->set_certificate_chain("a.pem");
  listener.mutable_tls()->set_private_key("a.key");
  listener.mutable_tls()->set_trusted_authorities("ca.pem");
  return listener;
}

std::string FaultsOf(const Listener& listener) {
  ConfigFaults faults;
  CheckListener(listener, "listener", faults);
  return std::string(faults.ToStatus("x").message());
}

TEST(TransportCheckTest, AcceptsCompleteSettings) {
  EXPECT_EQ(FaultsOf(GoodListener()), "");
  Listener plain;
  plain.set_address("[::1]:0");
  plain.set_plaintext_on_loopback(true);
  EXPECT_EQ(FaultsOf(plain), "");
}

TEST(TransportCheckTest, NamesEveryMissingField) {
  Listener listener;
  listener.mutable_tls();
  std::string faults = FaultsOf(listener);
  EXPECT_THAT(faults, HasSubstr("listener.address is required, for example: address: "));
  EXPECT_THAT(faults, HasSubstr("listener.tls.certificate_chain is required"));
  EXPECT_THAT(faults, HasSubstr("listener.tls.private_key is required"));
  EXPECT_THAT(faults, HasSubstr("listener.tls.trusted_authorities is required"));
  EXPECT_THAT(FaultsOf(Listener()), HasSubstr("listener.tls is required, for example: tls {"));
}

TEST(TransportCheckTest, RefusesTlsBesidePlainText) {
  Listener listener = GoodListener();
  listener.set_plaintext_on_loopback(true);
  EXPECT_THAT(FaultsOf(listener), HasSubstr("listener.plaintext_on_loopback excludes tls"));
}

TEST(TransportCheckTest, MetricsNeedAnIpAddressAndAPort) {
  const auto faults_of = [](const char* address) {
    ConfigFaults faults;
    CheckMetricsAddress(address, faults);
    return std::string(faults.ToStatus("x").message());
  };
  for (const char* address : {"", "127.0.0.1:9464", "127.0.0.1:0", "[::1]:9464"}) {
    EXPECT_EQ(faults_of(address), "");
  }
  for (const char* address : {"9464", "127.0.0.1", "localhost:9464", "::1:9464", "[::1:9464",
                              "127.0.0.1:9464,80", "127.0.0.1:80s", "127.0.0.1:70000"}) {
    EXPECT_THAT(faults_of(address), HasSubstr("metrics_address must be an IP address and a port"))
        << address;
  }
}

TEST(TransportCheckTest, RefusesAddressesWithoutPort) {
  for (const char* address :
       {"localhost", ":7443", "localhost:", "localhost:70000", "h:-1", "unix:"}) {
    Listener listener = GoodListener();
    listener.set_address(address);
    EXPECT_THAT(FaultsOf(listener), HasSubstr("listener.address must be host:port")) << address;
  }
}

TEST(TransportCheckTest, ChecksEndpointsAlike) {
  ConfigFaults faults;
  CheckEndpoint(Endpoint(), "registry", faults);
  EXPECT_THAT(std::string(faults.ToStatus("x").message()), HasSubstr("registry.address"));
  EXPECT_THAT(std::string(faults.ToStatus("x").message()), HasSubstr("registry.tls"));
}

}  // namespace
}  // namespace docshare::platform
