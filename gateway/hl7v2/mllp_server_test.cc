// Real connections to the server on 127.0.0.1.

#include "gateway/hl7v2/mllp_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gateway/hl7v2/mllp_framing.h"
#include "platform/http/testing/test_client.h"
#include "platform/rpc/testing/dev_certificates.h"

namespace docshare::gateway {
namespace {

using platform::TestClient;
using platform::TestTls;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;

std::string Echo(absl::string_view message, const std::string& system) {
  return absl::StrCat(system, ":", message);
}

// What comes until that many frames are whole, or the end.
std::string Answers(TestClient& client, size_t frames) {
  std::string received;
  size_t whole = 0;
  while (whole < frames) {
    const std::string piece = client.Receive();
    if (piece.empty()) break;
    received += piece;
    whole = std::count(received.begin(), received.end(), '\x1c');
  }
  return received;
}

std::string Ask(TestClient& client, absl::string_view message) {
  client.Send(FrameMllp(message));
  return Answers(client, 1);
}

bool IsListening(int port) {
  sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(static_cast<uint16_t>(port))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool connected =
      connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  close(fd);
  return connected;
}

class MllpServerTest : public ::testing::Test {
 protected:
  void StartServer(MllpLimits limits = {}, MllpHandler handler = Echo, int max_connections = 64) {
    StartWith({.listen_address = "127.0.0.1:0",
               .security = {.plaintext_on_loopback = true},
               .max_connections = max_connections,
               .limits = limits},
              std::move(handler));
  }

  void StartWith(const MllpServerOptions& options, MllpHandler handler = Echo) {
    auto server = MllpServer::Start(options, std::move(handler), &log_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  // Waits until the server has that many connections.
  bool HasConnections(int64_t count) {
    const absl::Time end = absl::Now() + absl::Seconds(10);
    while (server_->counts().connections != count && absl::Now() < end) {
      absl::SleepFor(absl::Milliseconds(2));
    }
    return server_->counts().connections == count;
  }

  // The last reason that a connection was cut for.
  std::string Log() {
    const std::lock_guard<std::mutex> lock(log_mutex_);
    return log_text_;
  }

  std::mutex log_mutex_;
  std::string log_text_;
  platform::OperationalLog log_{"gateway", [this](absl::string_view line) {
                                  const std::lock_guard<std::mutex> lock(log_mutex_);
                                  absl::StrAppend(&log_text_, line);
                                }};
  std::unique_ptr<MllpServer> server_;
};

TEST_F(MllpServerTest, AnswersMessageByMessage) {
  StartServer();
  TestClient client(server_->port());
  EXPECT_EQ(Ask(client, "one"), FrameMllp("loopback-plaintext:one"));
  EXPECT_EQ(Ask(client, "two"), FrameMllp("loopback-plaintext:two"));
  EXPECT_EQ(server_->counts().messages, 2u);
  EXPECT_EQ(server_->counts().connections, 1);
}

TEST_F(MllpServerTest, AnswersSeveralMessagesOfOneSegmentInOrder) {
  StartServer({},
              [](absl::string_view message, const std::string&) { return std::string(message); });
  TestClient client(server_->port());
  std::string sent;
  for (int i = 0; i < 50; ++i) absl::StrAppend(&sent, "noise\r\n", FrameMllp(absl::StrCat(i)));
  std::string expected;
  for (int i = 0; i < 50; ++i) absl::StrAppend(&expected, FrameMllp(absl::StrCat(i)));
  client.Send(sent);
  EXPECT_EQ(Answers(client, 50), expected);
}

TEST_F(MllpServerTest, AnswersAMessageThatComesInPieces) {
  StartServer();
  TestClient client(server_->port());
  for (const char* piece : {"\x0b", "on", "e", "\x1c"}) {
    client.Send(piece);
    absl::SleepFor(absl::Milliseconds(5));
  }
  EXPECT_EQ(Answers(client, 1), FrameMllp("loopback-plaintext:one"));
}

TEST_F(MllpServerTest, SlowSenderIsCut) {
  StartServer({.message_time = milliseconds(200)});
  TestClient client(server_->port());
  client.Send("\x0bMSH");
  const absl::Time begin = absl::Now();
  // A trickle is no excuse, and neither is beginning anew.
  while (absl::Now() - begin < absl::Seconds(5) && client.Send("\x0bx")) {
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_TRUE(client.IsClosedWithin(seconds(5)));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(4));
  EXPECT_TRUE(HasConnections(0));
  EXPECT_EQ(server_->counts().connections_cut, 1u);
  EXPECT_THAT(Log(), HasSubstr("message_too_slow"));
}

TEST_F(MllpServerTest, FrameThatNeverEndsIsCut) {
  StartServer({.max_message_bytes = 100000});
  TestClient client(server_->port());
  client.Send("\x0b");
  const std::string piece(10000, 'x');
  int sent = 0;
  while (sent < 100000 && client.Send(piece)) ++sent;
  EXPECT_LT(sent, 100000);
  EXPECT_TRUE(client.IsClosedWithin(seconds(5)));
  EXPECT_TRUE(HasConnections(0));
  EXPECT_THAT(Log(), HasSubstr("not_mllp"));
}

TEST_F(MllpServerTest, EndlessNoiseIsCut) {
  StartServer({.max_noise_bytes = 1000});
  TestClient client(server_->port());
  while (client.Send("GET / HTTP/1.1\r\n\r\n")) continue;
  EXPECT_TRUE(client.IsClosedWithin(seconds(5)));
  EXPECT_TRUE(HasConnections(0));
}

TEST_F(MllpServerTest, SilentConnectionIsEnded) {
  StartServer({.idle_time = milliseconds(200)});
  TestClient client(server_->port());
  EXPECT_EQ(Ask(client, "one"), FrameMllp("loopback-plaintext:one"));
  // Noise is silence too.
  client.Send("\r\n");
  EXPECT_TRUE(client.IsClosedWithin(seconds(5)));
  EXPECT_TRUE(HasConnections(0));
  EXPECT_EQ(server_->counts().connections_cut, 0u);
}

TEST_F(MllpServerTest, OldConnectionIsEndedAfterAnAnswer) {
  StartServer({.connection_age = std::chrono::nanoseconds(1)});
  TestClient client(server_->port());
  EXPECT_EQ(Ask(client, "one"), FrameMllp("loopback-plaintext:one"));
  EXPECT_TRUE(client.IsClosedWithin(seconds(5)));
}

TEST_F(MllpServerTest, SenderThatTakesNoAnswerIsCut) {
  StartServer({.message_time = milliseconds(300)},
              [](absl::string_view, const std::string&) { return std::string(64 << 20, 'x'); });
  TestClient client(server_->port());
  client.Send(FrameMllp("one"));
  ASSERT_TRUE(HasConnections(1));
  EXPECT_TRUE(HasConnections(0));
  EXPECT_THAT(Log(), HasSubstr("answer_not_taken"));
}

TEST_F(MllpServerTest, ConnectionsBeyondTheLimitAreRefused) {
  StartServer({}, Echo, 2);
  auto first = std::make_unique<TestClient>(server_->port());
  TestClient second(server_->port());
  ASSERT_TRUE(HasConnections(2));
  TestClient third(server_->port());
  EXPECT_TRUE(third.IsClosedWithin(seconds(5)));
  EXPECT_EQ(server_->counts().connections_refused, 1u);
  EXPECT_EQ(Ask(second, "one"), FrameMllp("loopback-plaintext:one"));
  first.reset();
  ASSERT_TRUE(HasConnections(1));
  TestClient fourth(server_->port());
  EXPECT_EQ(Ask(fourth, "one"), FrameMllp("loopback-plaintext:one"));
}

TEST_F(MllpServerTest, DrainLetsARunningAnswerOutAndEndsTheRest) {
  absl::Notification begun;
  absl::Notification may_end;
  StartServer({}, [&](absl::string_view message, const std::string&) {
    begun.Notify();
    may_end.WaitForNotification();
    return std::string(message);
  });
  TestClient idle(server_->port());
  TestClient halfway(server_->port());
  halfway.Send("\x0bMSH");
  TestClient busy(server_->port());
  busy.Send(absl::StrCat(FrameMllp("one"), FrameMllp("two")));
  begun.WaitForNotification();
  ASSERT_TRUE(HasConnections(3));
  std::thread drain([this] { server_->Drain(absl::Seconds(20)); });
  EXPECT_TRUE(idle.IsClosedWithin(seconds(5)));
  EXPECT_TRUE(halfway.IsClosedWithin(seconds(5)));
  may_end.Notify();
  // The second message stays without an answer: its sender sends it again.
  EXPECT_EQ(Answers(busy, 2), FrameMllp("one"));
  drain.join();
  EXPECT_EQ(server_->counts().messages, 1u);
  EXPECT_FALSE(IsListening(server_->port()));
}

TEST_F(MllpServerTest, DrainCutsAfterItsPatience) {
  StartServer({.message_time = std::chrono::minutes(10)},
              [](absl::string_view, const std::string&) { return std::string(64 << 20, 'x'); });
  TestClient client(server_->port());
  client.Send(FrameMllp("one"));
  ASSERT_TRUE(HasConnections(1));
  absl::SleepFor(absl::Milliseconds(50));
  const absl::Time begin = absl::Now();
  server_->Drain(absl::Milliseconds(100));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(5));
  EXPECT_EQ(server_->counts().connections, 0);
}

TEST_F(MllpServerTest, RefusesOptionsThatCannotWork) {
  const MllpServerOptions good = {.listen_address = "127.0.0.1:0",
                                  .security = {.plaintext_on_loopback = true}};
  const auto code = [this](const MllpServerOptions& options) {
    return MllpServer::Start(options, Echo, &log_).status().code();
  };
  EXPECT_EQ(code(good), absl::StatusCode::kOk);
  MllpServerOptions open = good;
  open.listen_address = "0.0.0.0:0";
  EXPECT_EQ(code(open), absl::StatusCode::kInvalidArgument);
  MllpServerOptions unprotected = good;
  unprotected.security = {};
  EXPECT_EQ(code(unprotected), absl::StatusCode::kInvalidArgument);
  MllpServerOptions none = good;
  none.max_connections = 0;
  EXPECT_EQ(code(none), absl::StatusCode::kInvalidArgument);
  MllpServerOptions timeless = good;
  timeless.limits.idle_time = seconds(0);
  EXPECT_EQ(code(timeless), absl::StatusCode::kInvalidArgument);
}

class MllpServerTlsTest : public MllpServerTest {
 protected:
  MllpServerTlsTest() {
    StartWith({.listen_address = "127.0.0.1:0",
               .security = certificates_.SecurityOf("registry"),
               .limits = {.handshake_time = milliseconds(500)}});
  }

  TestTls TlsOf(const std::string& name) { return {.files = certificates_.FilesOf(name)}; }

  platform::DevCertificates certificates_{{"--server", "registry", "--client", "hospital"}};
};

TEST_F(MllpServerTlsTest, HandlerLearnsTheSystemOfTheCertificate) {
  TestClient client(server_->port(), TlsOf("hospital"));
  EXPECT_EQ(Ask(client, "one"), FrameMllp("hospital:one"));
}

TEST_F(MllpServerTlsTest, RefusesAClientWithoutCertificate) {
  TestTls tls = TlsOf("hospital");
  tls.with_certificate = false;
  TestClient client(server_->port(), tls);
  EXPECT_EQ(Ask(client, "one"), "");
  EXPECT_TRUE(HasConnections(0));
  EXPECT_EQ(server_->counts().messages, 0u);
  EXPECT_EQ(server_->counts().connections_cut, 1u);
}

TEST_F(MllpServerTlsTest, RefusesAClientWithoutTls) {
  TestClient client(server_->port());
  EXPECT_EQ(Answers(client, client.Send(FrameMllp("one")) ? 1 : 0).find("one"), std::string::npos);
  EXPECT_TRUE(HasConnections(0));
  EXPECT_EQ(server_->counts().messages, 0u);
}

TEST_F(MllpServerTlsTest, RefusesAClientOfAForeignAuthority) {
  const platform::DevCertificates foreign({"--client", "hospital"});
  TestClient client(server_->port(), TestTls{.files = foreign.FilesOf("hospital")});
  EXPECT_EQ(Ask(client, "one"), "");
  EXPECT_TRUE(HasConnections(0));
  EXPECT_EQ(server_->counts().messages, 0u);
}

TEST_F(MllpServerTlsTest, HandshakeThatNeverEndsIsCut) {
  TestClient client(server_->port());
  EXPECT_TRUE(client.IsClosedWithin(seconds(5)));
  EXPECT_TRUE(HasConnections(0));
  EXPECT_THAT(Log(), HasSubstr("handshake_failed"));
}

TEST_F(MllpServerTlsTest, PicksUpCertificatesReplacedOnDisk) {
  TestClient old_client(server_->port(), TlsOf("hospital"));
  EXPECT_EQ(Ask(old_client, "one"), FrameMllp("hospital:one"));
  certificates_.Run({"--force", "--server", "registry", "--client", "hospital"});
  const absl::Time end = absl::Now() + absl::Seconds(30);
  std::string answer;
  while (answer.empty() && absl::Now() < end) {
    TestClient client(server_->port(), TlsOf("hospital"));
    answer = Ask(client, "new");
  }
  EXPECT_EQ(answer, FrameMllp("hospital:new"));
  EXPECT_EQ(Ask(old_client, "two"), FrameMllp("hospital:two"));
}

}  // namespace
}  // namespace docshare::gateway
