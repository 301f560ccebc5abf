#include "platform/rpc/peer_identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/rpc/status_mapping.h"
#include "platform/rpc/testing/dev_certificates.h"
#include "platform/rpc/testing/test_connection.h"
#include "platform/rpc/testing/test_service.h"

namespace docshare::platform {
namespace {

using ::testing::HasSubstr;

// Answers the name.
grpc::Status WhoAmI(grpc::ServerContext& context, const std::string&, std::string& response) {
  const absl::StatusOr<PeerIdentity> peer = IdentifyPeer(context);
  if (!peer.ok()) return ToGrpcStatus(peer.status());
  response = peer->name;
  return grpc::Status::OK;
}

class IdentifyPeerTest : public ::testing::Test {
 protected:
  // Issues a client certificate with any subject and, when not empty, subject alternative names.
  TransportSecurity Issue(const std::string& subject, const std::string& alternative_names) {
    const std::string base = absl::StrCat(certificates_.dir(), "/issued", ++issued_);
    std::ofstream(base + ".ext") << (alternative_names.empty()
                                         ? "keyUsage=digitalSignature\n"
                                         : "subjectAltName=" + alternative_names + "\n");
    const std::string command = absl::StrCat(
        "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '", subject,
        "' -keyout ", base, ".key -out ", base, ".csr 2>/dev/null && openssl x509 -req -in ", base,
        ".csr -CA ", certificates_.dir(), "/ca.crt -CAkey ", certificates_.dir(),
        "/ca.key -days 1 -set_serial ", 1000 + issued_, " -extfile ", base, ".ext -out ", base,
        ".crt 2>/dev/null");
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return certificates_.SecurityOf(absl::StrCat("issued", issued_));
  }

  absl::StatusOr<std::string> NameOf(const TransportSecurity& security) {
    return TestConnection(server_.address(), security).Call("");
  }

  int issued_ = 0;
  DevCertificates certificates_{{"--server", "registry", "--client", "hospital"}};
  TestServer server_{{.security = certificates_.SecurityOf("registry")}, WhoAmI};
};

TEST_F(IdentifyPeerTest, ReadsTheSystemUri) {
  EXPECT_EQ(*NameOf(certificates_.SecurityOf("hospital")), "hospital");
  EXPECT_EQ(*NameOf(certificates_.SecurityOf("registry")), "registry");
}

TEST_F(IdentifyPeerTest, PrefersTheFirstSystemUri) {
  EXPECT_EQ(*NameOf(Issue("/CN=other",
                          "DNS:dns.example,URI:https://x.example/,"
                          "URI:urn:docshare:system:clinic.7,"
                          "URI:urn:docshare:system:second")),
            "clinic.7");
}

TEST_F(IdentifyPeerTest, FallsBackToTheCommonName) {
  EXPECT_EQ(*NameOf(Issue("/O=Example/CN=Example Clinic AS", "")), "Example Clinic AS");
  EXPECT_EQ(*NameOf(Issue("/CN=clinic", "URI:urn:docshare:system:not a name")), "clinic");
  EXPECT_EQ(*NameOf(Issue("/CN=clinic", "URI:urn:docshare:system:")), "clinic");
}

TEST_F(IdentifyPeerTest, RefusesACertificateThatNamesNoSystem) {
  const absl::Status status = NameOf(Issue("/O=Example", "")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_THAT(std::string(status.message()), HasSubstr("names no system"));
}

TEST_F(IdentifyPeerTest, RefusesACertificateWithTheNameOfPlaintextCallers) {
  for (const char* alternative_name : {"", "URI:urn:docshare:system:loopback-plaintext"}) {
    EXPECT_EQ(NameOf(Issue("/CN=loopback-plaintext", alternative_name)).status().code(),
              absl::StatusCode::kUnauthenticated);
  }
}

TEST(IdentifyPlaintextPeerTest, HasItsOwnName) {
  TestServer server({.security = {.plaintext_on_loopback = true}}, WhoAmI);
  const TestConnection client(server.address(), {.plaintext_on_loopback = true});
  EXPECT_EQ(*client.Call(""), "loopback-plaintext");
}

TEST(IdentifyPlaintextPeerTest, WorksOverIpv6) {
  TestServer server({.listen_address = "[::1]:0", .security = {.plaintext_on_loopback = true}},
                    WhoAmI);
  const TestConnection client(absl::StrCat("[::1]:", server.runner().port()),
                              {.plaintext_on_loopback = true});
  EXPECT_EQ(*client.Call(""), "loopback-plaintext");
}

TEST(IdentifyPlaintextPeerTest, WorksOverAUnixSocket) {
  // Relative, because the path of a test's temporary folder is too long for a socket.
  std::filesystem::current_path(::testing::TempDir());
  TestServer server({.listen_address = "unix:socket", .security = {.plaintext_on_loopback = true}},
                    WhoAmI);
  EXPECT_EQ(server.runner().port(), 0);
  const TestConnection client("unix:socket", {.plaintext_on_loopback = true});
  EXPECT_EQ(*client.Call(""), "loopback-plaintext");
}

}  // namespace
}  // namespace docshare::platform
