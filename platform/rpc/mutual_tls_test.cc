// Real connections over TLS on 127.0.0.1: who gets in, who does not, and rotation on disk.

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/time/clock.h"
#include "platform/rpc/testing/dev_certificates.h"
#include "platform/rpc/testing/test_connection.h"
#include "platform/rpc/testing/test_service.h"

namespace docshare::platform {
namespace {

class MutualTlsTest : public ::testing::Test {
 protected:
  // What a fresh client with these files gets: the call's status code.
  absl::StatusCode Connect(const TransportSecurity& security) {
    return TestConnection(server_.address(), security).Call("hello").status().code();
  }

  // Asks with fresh connections until `code` comes; gives up after `limit`.
  bool ConnectsWithin(absl::Duration limit, const TransportSecurity& security,
                      absl::StatusCode code) {
    const absl::Time end = absl::Now() + limit;
    while (absl::Now() < end) {
      if (Connect(security) == code) return true;
      absl::SleepFor(absl::Milliseconds(50));
    }
    return false;
  }

  DevCertificates certificates_{{"--server", "registry", "--client", "hospital"}};
  TestServer server_{{.security = certificates_.SecurityOf("registry")}};
};

TEST_F(MutualTlsTest, AcceptsAClientOfTheSameAuthority) {
  const TestConnection client(server_.address(), certificates_.SecurityOf("hospital"));
  EXPECT_EQ(*client.Call("hello"), "hello");
}

TEST_F(MutualTlsTest, RefusesAClientWithoutCertificate) {
  std::ifstream in(certificates_.dir() + "/ca.crt");
  const std::string authority(std::istreambuf_iterator<char>(in), {});
  const auto channel =
      grpc::CreateChannel(server_.address(), grpc::SslCredentials({.pem_root_certs = authority}));
  const TestConnection client(channel);
  EXPECT_EQ(client.Call("hello").status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(MutualTlsTest, RefusesAClientWithoutTls) {
  EXPECT_EQ(Connect({.plaintext_on_loopback = true}), absl::StatusCode::kUnavailable);
}

TEST_F(MutualTlsTest, RefusesAClientOfAForeignAuthority) {
  const DevCertificates foreign({"--client", "hospital"});
  TransportSecurity security = foreign.SecurityOf("hospital");
  security.tls->trusted_authorities = certificates_.dir() + "/ca.crt";
  EXPECT_EQ(Connect(security), absl::StatusCode::kUnavailable);
}

TEST_F(MutualTlsTest, ClientRefusesAServerOfAForeignAuthority) {
  const DevCertificates foreign({"--client", "hospital"});
  TransportSecurity security = certificates_.SecurityOf("hospital");
  security.tls->trusted_authorities = foreign.dir() + "/ca.crt";
  EXPECT_EQ(Connect(security), absl::StatusCode::kUnavailable);
}

TEST_F(MutualTlsTest, RefusesAnExpiredClient) {
  certificates_.Run({"--expired", "late"});
  std::ifstream certificate(certificates_.dir() + "/late.crt");
  std::ifstream key(certificates_.dir() + "/late.key");
  std::ifstream authority(certificates_.dir() + "/ca.crt");
  // Not through OpenChannel, which would refuse the files itself.
  const auto channel = grpc::CreateChannel(
      server_.address(),
      grpc::SslCredentials(
          {.pem_root_certs = std::string(std::istreambuf_iterator<char>(authority), {}),
           .pem_private_key = std::string(std::istreambuf_iterator<char>(key), {}),
           .pem_cert_chain = std::string(std::istreambuf_iterator<char>(certificate), {})}));
  const TestConnection client(channel);
  EXPECT_EQ(client.Call("hello").status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(MutualTlsTest, OpenChannelRefusesAnExpiredCertificateWithTheReason) {
  certificates_.Run({"--expired", "late"});
  const absl::Status status =
      OpenChannel({.address = server_.address(), .security = certificates_.SecurityOf("late")})
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("expired at"));
}

TEST_F(MutualTlsTest, ClientRefusesAServerWhoseCertificateNamesAnotherHost) {
  // A client's certificate names no host at all.
  TestServer server({.security = certificates_.SecurityOf("hospital")});
  const TestConnection client(server.address(), certificates_.SecurityOf("hospital"));
  EXPECT_EQ(client.Call("hello").status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(MutualTlsTest, RefusedClientsDoNotDisturbOthers) {
  const TestConnection client(server_.address(), certificates_.SecurityOf("hospital"));
  EXPECT_EQ(*client.Call("before"), "before");
  EXPECT_EQ(Connect({.plaintext_on_loopback = true}), absl::StatusCode::kUnavailable);
  EXPECT_EQ(*client.Call("after"), "after");
}

TEST_F(MutualTlsTest, PicksUpCertificatesReplacedOnDisk) {
  const TestConnection old_client(server_.address(), certificates_.SecurityOf("hospital"));
  EXPECT_EQ(*old_client.Call("hello"), "hello");

  // A new authority: clients with its certificates are foreign until the server has read it too.
  certificates_.Run({"--force", "--server", "registry", "--client", "hospital"});
  EXPECT_TRUE(ConnectsWithin(absl::Seconds(30), certificates_.SecurityOf("hospital"),
                             absl::StatusCode::kOk));
  EXPECT_EQ(*old_client.Call("still here"), "still here");
}

TEST_F(MutualTlsTest, SurvivesAHalfReplacedPairAndDamagedFiles) {
  const TestConnection old_client(server_.address(), certificates_.SecurityOf("hospital"));
  EXPECT_EQ(*old_client.Call("hello"), "hello");
  const std::string base = certificates_.dir() + "/registry";
  const TransportSecurity hospital = certificates_.SecurityOf("hospital");
  std::filesystem::copy_file(base + ".key", base + ".key.good");
  std::filesystem::copy_file(certificates_.dir() + "/hospital.key", base + ".key",
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_TRUE(ConnectsWithin(absl::Seconds(30), hospital, absl::StatusCode::kUnavailable));
  std::ofstream(base + ".key") << "no key";
  absl::SleepFor(absl::Seconds(1.5));  // At least one look at the files.
  EXPECT_EQ(Connect(hospital), absl::StatusCode::kUnavailable);
  std::filesystem::rename(base + ".key.good", base + ".key");
  EXPECT_TRUE(ConnectsWithin(absl::Seconds(30), hospital, absl::StatusCode::kOk));
  EXPECT_EQ(*old_client.Call("still here"), "still here");
}

TEST_F(MutualTlsTest, RunningClientPicksUpItsNewCertificate) {
  DevCertificates client_files({"--client", "hospital"});
  TransportSecurity security = client_files.SecurityOf("hospital");
  security.tls->trusted_authorities = certificates_.dir() + "/ca.crt";
  const TestConnection client(server_.address(), security);
  EXPECT_EQ(client.Call("hello").status().code(), absl::StatusCode::kUnavailable);

  for (const char* name : {"/hospital.key", "/hospital.crt"}) {
    std::ifstream from(certificates_.dir() + name, std::ios::binary);
    std::ofstream(client_files.dir() + name, std::ios::binary) << from.rdbuf();
  }
  const absl::Time end = absl::Now() + absl::Seconds(30);
  bool connected = false;
  while (!connected && absl::Now() < end) {
    connected = client.Call("hello").ok();
    if (!connected) absl::SleepFor(absl::Milliseconds(50));
  }
  EXPECT_TRUE(connected);
}

}  // namespace
}  // namespace docshare::platform
