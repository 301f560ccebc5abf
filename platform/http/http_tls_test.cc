// Real connections with TLS on 127.0.0.1: who gets in, who does not, and rotation on disk.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/http/http_server.h"
#include "platform/http/testing/test_client.h"
#include "platform/http/testing/test_http_server.h"
#include "platform/rpc/testing/dev_certificates.h"

namespace docshare::platform {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;

constexpr char kGet[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

class HttpTlsTest : public ::testing::Test {
 protected:
  TestTls Hospital() const { return {.files = certificates_.FilesOf("hospital")}; }

  // Status of a request over a fresh connection; 0 when there is no reply.
  int Connect(const std::optional<TestTls>& tls) {
    TestClient client(server_.port(), tls);
    return client.connected() ? client.Ask(kGet).status : 0;
  }

  // Asks over fresh connections until `status` comes; gives up after ten seconds.
  bool Becomes(const TestTls& tls, int status) {
    const absl::Time end = absl::Now() + absl::Seconds(10);
    while (absl::Now() < end) {
      if (Connect(tls) == status) return true;
      absl::SleepFor(absl::Milliseconds(50));
    }
    return false;
  }

  DevCertificates certificates_{{"--server", "registry", "--client", "hospital"}};
  TestHttpServer server_{Echo, {.security = certificates_.SecurityOf("registry")}};
};

TEST_F(HttpTlsTest, ServesAClientOfTheSameAuthorityByItsName) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TestTls tls = Hospital();
    tls.max_version = version;
    TestClient client(server_.port(), tls);
    ASSERT_TRUE(client.connected());
    EXPECT_EQ(SSL_version(client.ssl()), version);
    for (int i = 0; i < 3; ++i) {
      const TestReply reply = client.Ask(kGet);
      EXPECT_EQ(reply.status, 200);
      EXPECT_EQ(reply.Header("Peer"), "hospital");
    }
  }
}

TEST_F(HttpTlsTest, SendsLargeBodiesBothWays) {
  TestClient client(server_.port(), Hospital());
  // Less than the sockets hold, since this client writes all before it reads.
  const std::string body(300'000, 'b');
  const TestReply reply = client.Ask(absl::StrCat(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ", body.size(), "\r\n\r\n", body));
  EXPECT_TRUE(reply.whole);
  EXPECT_TRUE(reply.body == body);
}

TEST_F(HttpTlsTest, RefusesAClientWithoutCertificate) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TestTls tls = Hospital();
    tls.with_certificate = false;
    tls.max_version = version;
    EXPECT_EQ(Connect(tls), 0);
  }
  EXPECT_EQ(server_.server().counts().handshakes_failed, 2u);
  EXPECT_THAT(server_.log(), HasSubstr("tls_handshake_failed"));
}

TEST_F(HttpTlsTest, RefusesAClientOfAForeignAuthority) {
  const DevCertificates foreign({"--client", "hospital"});
  EXPECT_EQ(Connect(TestTls{.files = foreign.FilesOf("hospital")}), 0);
}

TEST_F(HttpTlsTest, RefusesAnExpiredClient) {
  certificates_.Run({"--expired", "late"});
  EXPECT_EQ(Connect(TestTls{.files = certificates_.FilesOf("late")}), 0);
}

TEST_F(HttpTlsTest, RefusesAClientWithoutTls) { EXPECT_EQ(Connect(std::nullopt), 0); }

TEST_F(HttpTlsTest, RefusesOldVersions) {
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
    TestTls tls = Hospital();
    tls.max_version = version;
    EXPECT_EQ(Connect(tls), 0) << version;
  }
}

TEST_F(HttpTlsTest, TakesOnlyCiphersWithForwardSecrecyAndAuthenticatedEncryption) {
  const struct {
    const char* cipher;
    int status;
  } kCases[] = {
      {"ECDHE-ECDSA-AES128-GCM-SHA256", 200},
      {"ECDHE-ECDSA-AES256-GCM-SHA384", 200},
      {"ECDHE-ECDSA-CHACHA20-POLY1305", 200},
      {"ECDHE-ECDSA-AES128-SHA256", 0},  // Not authenticated encryption.
      {"ECDHE-ECDSA-AES256-SHA", 0},
      {"AES128-GCM-SHA256", 0},  // No forward secrecy.
      {"AES128-SHA", 0},
      {"ECDHE-ECDSA-NULL-SHA", 0},
  };
  for (const auto& each : kCases) {
    TestTls tls = Hospital();
    tls.max_version = TLS1_2_VERSION;
    tls.ciphers_1_2 = each.cipher;
    EXPECT_EQ(Connect(tls), each.status) << each.cipher;
  }
}

TEST_F(HttpTlsTest, DoesNotResumeSessions) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TestTls tls = Hospital();
    tls.max_version = version;
    TestClient client(server_.port(), tls);
    EXPECT_EQ(client.Ask(kGet).status, 200);
    EXPECT_FALSE(SSL_SESSION_is_resumable(SSL_get0_session(client.ssl())));
  }
}

TEST_F(HttpTlsTest, AReplyThatFailsIsNotEndedLikeAWholeOne) {
  TestHttpServer server(
      [](const HttpRequest&, ByteSource&, HttpReply& reply) {
        EXPECT_TRUE(reply.Start(200, {}, absl::nullopt).ok());
        EXPECT_TRUE(reply.Write(std::string(100'000, 'a')).ok());
        return absl::InternalError("");
      },
      {.security = certificates_.SecurityOf("registry")});
  for (const char* version : {"1.1", "1.0"}) {
    TestClient client(server.port(), Hospital());
    EXPECT_FALSE(client.Ask(absl::StrCat("GET / HTTP/", version, "\r\nHost: a\r\n\r\n")).whole);
  }
}

TEST_F(HttpTlsTest, ClosesPolitely) {
  TestClient client(server_.port(), Hospital());
  EXPECT_EQ(client.Ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").status, 200);
  EXPECT_TRUE(client.IsClosedWithin(seconds(5)));
  EXPECT_TRUE((SSL_get_shutdown(client.ssl()) & SSL_RECEIVED_SHUTDOWN) != 0);
}

TEST_F(HttpTlsTest, IdleAndUnfinishedConnectionsHoldNobodyUp) {
  std::vector<std::unique_ptr<TestClient>> idle;
  for (int i = 0; i < 300; ++i) {
    idle.push_back(std::make_unique<TestClient>(server_.port(), Hospital()));
    ASSERT_TRUE(idle.back()->connected());
  }
  // These never shake hands.
  for (int i = 0; i < 20; ++i) idle.push_back(std::make_unique<TestClient>(server_.port()));
  const absl::Time begin = absl::Now();
  EXPECT_EQ(Connect(Hospital()), 200);
  EXPECT_LT(absl::Now() - begin, absl::Seconds(1));
  EXPECT_EQ(idle.front()->Ask(kGet).status, 200);
}

TEST_F(HttpTlsTest, AHandshakeThatDoesNotEndIsCut) {
  TestHttpServer server(Echo, {.security = certificates_.SecurityOf("registry"),
                               .head_time = absl::Milliseconds(200)});
  TestClient client(server.port());
  EXPECT_TRUE(client.IsClosedWithin(seconds(5)));
}

TEST_F(HttpTlsTest, PicksUpCertificatesReplacedOnDisk) {
  TestClient old_client(server_.port(), Hospital());
  EXPECT_EQ(old_client.Ask(kGet).status, 200);
  // A new authority: its clients are foreign until the server has read it too.
  certificates_.Run({"--force", "--server", "registry", "--client", "hospital"});
  EXPECT_TRUE(Becomes(Hospital(), 200));
  EXPECT_EQ(old_client.Ask(kGet).status, 200);
  EXPECT_THAT(server_.log(), HasSubstr("tls_files_replaced"));
}

TEST_F(HttpTlsTest, KeepsItsCertificateWhileTheFilesHaveAFault) {
  const std::string key = certificates_.FilesOf("registry").private_key;
  std::filesystem::copy_file(certificates_.FilesOf("hospital").private_key, key,
                             std::filesystem::copy_options::overwrite_existing);
  const absl::Time end = absl::Now() + absl::Seconds(10);
  while (server_.log().find("tls_files_refused") == std::string::npos && absl::Now() < end) {
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_THAT(server_.log(), HasSubstr("does not belong to the first certificate"));
  EXPECT_EQ(Connect(Hospital()), 200);
}

TEST_F(HttpTlsTest, DoesNotStartWithFaultyFiles) {
  FunctionHandler handler(Echo);
  OperationalLog log("test", [](absl::string_view) {});
  HttpServerOptions options = {.listen_address = "127.0.0.1:0",
                               .security = certificates_.SecurityOf("registry")};
  options.security.tls->private_key = certificates_.FilesOf("hospital").private_key;
  EXPECT_EQ(HttpServer::Start(options, &handler, &log).status().code(),
            absl::StatusCode::kInvalidArgument);
  options.security.tls->private_key = certificates_.dir() + "/absent.key";
  EXPECT_EQ(HttpServer::Start(options, &handler, &log).status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace docshare::platform
