#include "platform/rpc/credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/time/clock.h"
#include "platform/rpc/testing/dev_certificates.h"

namespace docshare::platform {
namespace {

using ::testing::HasSubstr;

TEST(IsLoopbackAddressTest, AcceptsThisMachineOnly) {
  for (const char* address :
       {"127.0.0.1:0", "127.3.2.1:443", "[::1]:8443", "localhost:1", "unix:/run/registry.sock"}) {
    EXPECT_TRUE(IsLoopbackAddress(address)) << address;
  }
  for (const char* address :
       {"0.0.0.0:1", "10.0.0.1:1", "[::]:1", "[::ffff:10.0.0.1]:1", "registry.example:1",
        "localhost.example:1", "127.0.0.1", "127.0.0.1.example:1", "127.1:1", "::1:1", "", ":1",
        "[::1", "dns:///localhost:1", "ipv4:127.0.0.1:1,10.0.0.1:1"}) {
    EXPECT_FALSE(IsLoopbackAddress(address)) << address;
  }
}

TEST(CredentialsTest, RefusesPlaintextOffLoopback) {
  const TransportSecurity plaintext = {.plaintext_on_loopback = true};
  for (const char* address : {"0.0.0.0:0", "192.0.2.1:8443", "registry.example:8443"}) {
    const absl::Status server = MakeServerCredentials(plaintext, address, absl::Now()).status();
    EXPECT_EQ(server.code(), absl::StatusCode::kInvalidArgument) << address;
    EXPECT_THAT(std::string(server.message()), HasSubstr("configure TLS files"));
    EXPECT_EQ(MakeChannelCredentials(plaintext, address, absl::Now()).status(), server);
  }
  EXPECT_TRUE(MakeServerCredentials(plaintext, "127.0.0.1:0", absl::Now()).ok());
  EXPECT_TRUE(MakeChannelCredentials(plaintext, "localhost:1", absl::Now()).ok());
}

TEST(CredentialsTest, PlaintextHasToBeAskedFor) {
  const absl::Status status = MakeServerCredentials({}, "127.0.0.1:0", absl::Now()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("no TLS files are configured"));
}

TEST(CredentialsTest, RefusesBothKindsOfProtection) {
  const TransportSecurity both = {.tls = TlsFiles{}, .plaintext_on_loopback = true};
  const absl::Status status = MakeServerCredentials(both, "127.0.0.1:0", absl::Now()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("both"));
}

TEST(CredentialsTest, ChecksTheFilesFirst) {
  const DevCertificates certificates({"--server", "registry"});
  TransportSecurity security = certificates.SecurityOf("registry");
  EXPECT_TRUE(MakeServerCredentials(security, "0.0.0.0:0", absl::Now()).ok());
  EXPECT_TRUE(MakeChannelCredentials(security, "registry.example:1", absl::Now()).ok());
  security.certificate_refresh = absl::Milliseconds(999);
  EXPECT_EQ(MakeServerCredentials(security, "0.0.0.0:0", absl::Now()).status().code(),
            absl::StatusCode::kInvalidArgument);
  security = certificates.SecurityOf("nobody");
  EXPECT_EQ(MakeChannelCredentials(security, "registry.example:1", absl::Now()).status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace docshare::platform
