#include "platform/http/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/http/testing/test_client.h"
#include "platform/http/testing/test_http_server.h"

namespace docshare::platform {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;

constexpr char kGet[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

// A handler that sends `body` with its length and leaves the request's body unread.
FunctionHandler::Function Sends(std::string body) {
  return [body = std::move(body)](const HttpRequest&, ByteSource&, HttpReply& reply) {
    if (absl::Status status = reply.Start(200, {}, body.size()); !status.ok()) return status;
    return reply.Write(body);
  };
}

std::string Post(absl::string_view headers, absl::string_view body) {
  return absl::StrCat("POST / HTTP/1.1\r\nHost: a\r\n", headers, "\r\n\r\n", body);
}

TEST(HttpServerTest, KeepsAConnectionForManyRequests) {
  TestHttpServer server;
  TestClient client(server.port());
  for (int i = 0; i < 50; ++i) {
    const std::string body = absl::StrCat("body ", i);
    const TestReply reply = client.Ask(Post(absl::StrCat("Content-Length: ", body.size()), body));
    ASSERT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.whole);
    EXPECT_EQ(reply.body, body);
    EXPECT_EQ(reply.Header("Peer"), "loopback-plaintext");
    EXPECT_EQ(reply.Header("Connection"), "");
  }
  EXPECT_EQ(server.server().counts().connections, 1);
}

TEST(HttpServerTest, AnswersPipelinedRequestsInOrder) {
  TestHttpServer server;
  TestClient client(server.port());
  client.Send(Post("Content-Length: 3", "one") +
              Post("Transfer-Encoding: chunked", "3\r\ntwo\r\n0\r\n\r\n") + kGet +
              Post("Content-Length: 5", "three"));
  for (const char* body : {"one", "two", "", "three"}) EXPECT_EQ(client.Read().body, body);
}

TEST(HttpServerTest, TakesARequestByteByByte) {
  TestHttpServer server;
  TestClient client(server.port());
  for (const char byte : Post("Transfer-Encoding: chunked", "3;a=b\r\none\r\n0\r\nA: b\r\n\r\n")) {
    client.Send(absl::string_view(&byte, 1));
  }
  EXPECT_EQ(client.Read().body, "one");
  EXPECT_EQ(client.Ask(kGet).status, 200);
}

TEST(HttpServerTest, HandsOverTheRequest) {
  HttpRequest seen;
  TestHttpServer server([&](const HttpRequest& request, ByteSource& body, HttpReply& reply) {
    seen = request;
    EXPECT_EQ(*body.Read(), "");
    EXPECT_EQ(*body.Read(), "");
    return reply.Start(204, {{"X-A", "b"}}, absl::nullopt);
  });
  TestClient client(server.port());
  const TestReply reply = client.Ask("DELETE /a?b HTTP/1.1\r\nHost: c\r\nX-D: e\r\n\r\n");
  EXPECT_EQ(reply.status, 204);
  EXPECT_EQ(reply.Header("X-A"), "b");
  EXPECT_EQ(reply.Header("Content-Length"), "");
  EXPECT_EQ(reply.Header("Transfer-Encoding"), "");
  EXPECT_THAT(reply.Header("Date"), HasSubstr(" GMT"));
  EXPECT_EQ(seen.method, "DELETE");
  EXPECT_EQ(seen.path, "/a");
  EXPECT_EQ(seen.query, "b");
  EXPECT_EQ(seen.Header("x-d"), "e");
}

TEST(HttpServerTest, SendsNoBodyToHead) {
  TestHttpServer server(Sends("hello"));
  TestClient client(server.port());
  client.Send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
  const TestReply reply = client.Read(/*to_head=*/true);
  EXPECT_EQ(reply.Header("Content-Length"), "5");
  EXPECT_EQ(client.Ask(kGet).body, "hello");
}

TEST(HttpServerTest, AnswersHttp10WithoutChunksAndCloses) {
  TestHttpServer server;
  TestClient client(server.port());
  const TestReply reply =
      client.Ask("POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(reply.body, "hello");
  EXPECT_TRUE(reply.whole);
  EXPECT_EQ(reply.Header("Transfer-Encoding"), "");
  EXPECT_EQ(reply.Header("Connection"), "close");
}

TEST(HttpServerTest, ClosesWhenAskedTo) {
  TestHttpServer server(Sends("hello"));
  TestClient client(server.port());
  const TestReply reply = client.Ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(reply.body, "hello");
  EXPECT_EQ(reply.Header("Connection"), "close");
  EXPECT_TRUE(client.IsClosedWithin(seconds(5)));
}

TEST(HttpServerTest, ClosesAfterTheLargestAge) {
  TestHttpServer server(Echo, {.max_connection_age = absl::Nanoseconds(1)});
  TestClient client(server.port());
  EXPECT_EQ(client.Ask(kGet).Header("Connection"), "close");
  EXPECT_TRUE(client.IsClosedWithin(seconds(5)));
}

TEST(HttpServerTest, SendsContinueAlsoAfterTheStartOfAReply) {
  TestHttpServer server;
  TestClient client(server.port());
  EXPECT_EQ(client.Ask(Post("Content-Length: 5\r\nExpect: 100-continue", "")).status, 100);
  EXPECT_EQ(client.Ask("hello").body, "hello");
}

TEST(HttpServerTest, SendsContinueBeforeTheFirstRead) {
  TestHttpServer server([](const HttpRequest&, ByteSource& body, HttpReply& reply) {
    const std::string first(*body.Read());
    absl::Status status = reply.Start(200, {}, first.size());
    return status.ok() ? reply.Write(first) : status;
  });
  TestClient client(server.port());
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(client.Ask(Post("Content-Length: 5\r\nExpect: 100-continue", "")).status, 100);
    const TestReply reply = client.Ask("hello");
    EXPECT_EQ(reply.body, "hello");
    EXPECT_EQ(reply.Header("Connection"), "");
  }
  // A body that has come already is not asked for.
  EXPECT_EQ(client.Ask(Post("Content-Length: 5\r\nExpect: 100-continue", "hello")).status, 200);
}

TEST(HttpServerTest, ClosesWhenAnExpectedBodyIsNotRead) {
  TestHttpServer server(Sends("no"));
  TestClient client(server.port());
  const TestReply reply = client.Ask(Post("Content-Length: 5\r\nExpect: 100-continue", ""));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.Header("Connection"), "close");
  EXPECT_TRUE(client.IsClosedWithin(seconds(5)));
}

TEST(HttpServerTest, SkipsASmallBodyThatIsNotRead) {
  TestHttpServer server(Sends("ok"));
  TestClient client(server.port());
  EXPECT_EQ(client.Ask(Post("Content-Length: 5", "hello")).body, "ok");
  EXPECT_EQ(client.Ask(Post("Transfer-Encoding: chunked", "1\r\na\r\n0\r\n\r\n")).body, "ok");
  EXPECT_EQ(client.Ask(kGet).body, "ok");
  EXPECT_EQ(server.server().counts().connections, 1);
}

TEST(HttpServerTest, ClosesAfterALargeBodyThatIsNotRead) {
  TestHttpServer server(Sends("ok"), {.max_skipped_body_bytes = 1000});
  TestClient of_length(server.port());
  const TestReply reply = of_length.Ask(Post("Content-Length: 300000", std::string(300000, 'a')));
  EXPECT_EQ(reply.body, "ok");
  EXPECT_EQ(reply.Header("Connection"), "close");
  EXPECT_TRUE(of_length.IsClosedWithin(seconds(5)));
  TestClient chunked(server.port());
  chunked.Send(Post("Transfer-Encoding: chunked", "100000\r\n" + std::string(300000, 'a')));
  EXPECT_EQ(chunked.Read().body, "ok");
  EXPECT_TRUE(chunked.IsClosedWithin(seconds(5)));
}

TEST(HttpServerTest, AnswersForAHandlerThatDoesNot) {
  TestHttpServer server([](const HttpRequest& request, ByteSource&, HttpReply&) {
    return request.path == "/ok" ? absl::OkStatus() : absl::InternalError("secret");
  });
  TestClient client(server.port());
  const TestReply reply = client.Ask("GET /fails HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(reply.body.find("secret"), std::string::npos);
  EXPECT_EQ(client.Ask("GET /ok HTTP/1.1\r\nHost: a\r\n\r\n").status, 500);
  EXPECT_THAT(server.log(), HasSubstr(R"("code":"INTERNAL")"));
  EXPECT_EQ(server.log().find("secret"), std::string::npos);
}

TEST(HttpServerTest, CutsAReplyThatFailsAfterItsStart) {
  const struct {
    const char* name;
    FunctionHandler::Function handler;
  } kCases[] = {
      {"chunked",
       [](const HttpRequest&, ByteSource&, HttpReply& reply) {
         EXPECT_TRUE(reply.Start(200, {}, absl::nullopt).ok());
         EXPECT_TRUE(reply.Write(std::string(100000, 'a')).ok());
         return absl::InternalError("");
       }},
      {"of a length",
       [](const HttpRequest&, ByteSource&, HttpReply& reply) {
         EXPECT_TRUE(reply.Start(200, {}, 200000).ok());
         EXPECT_TRUE(reply.Write(std::string(100000, 'a')).ok());
         return absl::InternalError("");
       }},
      {"too short",
       [](const HttpRequest&, ByteSource&, HttpReply& reply) {
         EXPECT_TRUE(reply.Start(200, {}, 200000).ok());
         return reply.Write(std::string(100000, 'a'));
       }},
      {"too long",
       [](const HttpRequest&, ByteSource&, HttpReply& reply) {
         EXPECT_TRUE(reply.Start(200, {}, 3).ok());
         return reply.Write("four");
       }},
  };
  for (const auto& each : kCases) {
    TestHttpServer server(each.handler);
    for (const char* version : {"1.1", "1.0"}) {
      TestClient client(server.port());
      EXPECT_FALSE(client.Ask(absl::StrCat("GET / HTTP/", version, "\r\nHost: a\r\n\r\n")).whole)
          << each.name << version;
      EXPECT_TRUE(client.IsClosedWithin(seconds(5))) << each.name;
    }
    EXPECT_EQ(server.server().counts().calls_cut, 2u) << each.name;
  }
}

TEST(HttpServerTest, RefusesHeadersThatWouldBreakTheReply) {
  TestHttpServer server([](const HttpRequest&, ByteSource&, HttpReply& reply) {
    for (const auto& [name, value] : HttpHeaders{{"X-A", "b\r\nX-Injected: c"},
                                                 {"X A", "b"},
                                                 {"", "b"},
                                                 {"Content-Length", "3"},
                                                 {"transfer-encoding", "chunked"},
                                                 {"Connection", "close"}}) {
      EXPECT_EQ(reply.Start(200, {{name, value}}, 0).code(), absl::StatusCode::kInvalidArgument)
          << name;
    }
    EXPECT_EQ(reply.Start(100, {}, 0).code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(reply.Write("a").code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_TRUE(reply.Start(299, {}, 0).ok());
    EXPECT_EQ(reply.Start(200, {}, 0).code(), absl::StatusCode::kFailedPrecondition);
    return absl::OkStatus();
  });
  EXPECT_EQ(TestClient(server.port()).Ask(kGet).status, 299);
}

TEST(HttpServerTest, RefusesFaultyRequestsAndCloses) {
  std::atomic<int> calls{0};
  TestHttpServer server([&](const HttpRequest& request, ByteSource& body, HttpReply& reply) {
    ++calls;
    return Echo(request, body, reply);
  });
  const struct {
    const char* name;
    std::string request;
    int status;
  } kCases[] = {
      {"length and chunked", Post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
       400},
      {"two lengths", Post("Content-Length: 5\r\nContent-Length: 6", "hello"), 400},
      {"unknown coding", Post("Transfer-Encoding: gzip", "hello"), 501},
      {"folded", Post("X-A: b\r\n c: d", ""), 400},
      {"space before colon", Post("Content-Length : 5", "hello"), 400},
      {"bare LF", "GET / HTTP/1.1\nHost: a\n\n", 400},
      {"bare CR", "GET / HTTP/1.1\rHost: a\r\r", 400},
      {"chunked in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"version", "GET / HTTP/3.0\r\n\r\n", 505},
      {"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"expectation", Post("Content-Length: 5\r\nExpect: a", "hello"), 417},
      {"TLS", "\x16\x03\x01\x02", 400},
      {"large head", "GET / HTTP/1.1\r\nHost: a\r\nA: " + std::string(70000, 'a'), 431},
      {"many headers",
       [] {
         std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
         for (int i = 0; i < 200; ++i) head += "A: b\r\n";
         return head + "\r\n";
       }(),
       431},
  };
  for (const auto& each : kCases) {
    TestClient client(server.port());
    // A request that hides behind must not be answered.
    const TestReply reply = client.Ask(each.request + kGet);
    EXPECT_EQ(reply.status, each.status) << each.name;
    EXPECT_TRUE(reply.whole) << each.name;
    EXPECT_EQ(reply.Header("Connection"), "close") << each.name;
    EXPECT_EQ(client.Read().status, 0) << each.name;
    EXPECT_TRUE(client.IsClosedWithin(seconds(5))) << each.name;
  }
  EXPECT_EQ(calls, 0);
}

TEST(HttpServerTest, RefusesFaultyChunks) {
  TestHttpServer server([](const HttpRequest&, ByteSource& body, HttpReply& reply) {
    for (;;) {
      const absl::StatusOr<absl::string_view> piece = body.Read();
      if (!piece.ok()) {
        EXPECT_EQ(body.Read().status(), piece.status());
        return piece.status();
      }
      if (piece->empty()) return reply.Start(200, {}, 0);
    }
  });
  for (const char* body : {"5\r\nhello!\r\n0\r\n\r\n", "x\r\n", "5\nhello\n0\n\n", "-5\r\n"}) {
    TestClient client(server.port());
    const TestReply reply = client.Ask(Post("Transfer-Encoding: chunked", body) + kGet);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_EQ(client.Read().status, 0) << body;
  }
}

TEST(HttpServerTest, TellsTheHandlerOfABodyThatBreaksOff) {
  std::atomic<bool> told{false};
  TestHttpServer server([&](const HttpRequest&, ByteSource& body, HttpReply&) {
    absl::StatusOr<absl::string_view> piece = body.Read();
    while (piece.ok() && !piece->empty()) piece = body.Read();
    told = absl::IsUnavailable(piece.status());
    return piece.status();
  });
  for (const char* request : {"Content-Length: 9", "Transfer-Encoding: chunked"}) {
    told = false;
    TestClient client(server.port());
    client.Send(Post(request, "5\r\nhel"));
    client.EndSending();
    EXPECT_EQ(client.Read().status, 0);
    EXPECT_TRUE(told);
  }
}

TEST(HttpServerTest, WritesThePortFileWhenReady) {
  const std::string path = ::testing::TempDir() + "/port";
  TestHttpServer server(Echo, {.port_file = path});
  EXPECT_FALSE(std::ifstream(path).is_open());
  ASSERT_TRUE(server.server().MarkReady().ok());
  int port = 0;
  std::ifstream(path) >> port;
  EXPECT_EQ(port, server.port());
}

TEST(HttpServerTest, DoesNotStartWithWhatCannotWork) {
  FunctionHandler handler(Echo);
  OperationalLog log("test", [](absl::string_view) {});
  const TransportSecurity plaintext = {.plaintext_on_loopback = true};
  const auto start = [&](const HttpServerOptions& options) {
    return HttpServer::Start(options, &handler, &log).status().code();
  };
  EXPECT_EQ(start({.listen_address = "0.0.0.0:0", .security = plaintext}),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(start({.listen_address = "127.0.0.1:0"}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(start({.listen_address = "unix:a", .security = plaintext}),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(start({.listen_address = "127.0.0.1:0", .security = plaintext, .max_calls = 0}),
            absl::StatusCode::kInvalidArgument);
  TestHttpServer server;
  EXPECT_EQ(
      start({.listen_address = absl::StrCat("127.0.0.1:", server.port()), .security = plaintext}),
      absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace docshare::platform
