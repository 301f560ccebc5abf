// What slow, greedy and too many clients may do to a server, and how it stops.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/http/http_server.h"
#include "platform/http/testing/test_client.h"
#include "platform/http/testing/test_http_server.h"

namespace docshare::platform {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr char kGet[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr size_t kMebibyte = 1 << 20;

size_t ResidentBytes() {
  size_t pages = 0;
  size_t resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * 4096;
}

// Reads the body to its end and answers with its size.
absl::Status Count(const HttpRequest&, ByteSource& body, HttpReply& reply) {
  uint64_t size = 0;
  for (;;) {
    const absl::StatusOr<absl::string_view> piece = body.Read();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) break;
    size += piece->size();
  }
  const std::string text = absl::StrCat(size);
  absl::Status status = reply.Start(200, {}, text.size());
  return status.ok() ? reply.Write(text) : status;
}

// Waits in the handler until the test lets it go on.
class Gate {
 public:
  FunctionHandler::Function Handler() {
    return [this](const HttpRequest&, ByteSource&, HttpReply& reply) {
      ++entered_;
      released_.wait();
      return reply.Start(200, {}, 0);
    };
  }
  void WaitForCalls(int count) const {
    while (entered_ < count) std::this_thread::yield();
  }
  void Release() { release_.set_value(); }

 private:
  std::atomic<int> entered_{0};
  std::promise<void> release_;
  const std::shared_future<void> released_ = release_.get_future().share();
};

TEST(HttpLimitsTest, LargeBodiesPassInConstantMemory) {
  const std::string piece(kMebibyte, 'a');
  TestHttpServer server([&](const HttpRequest& request, ByteSource& body, HttpReply& reply) {
    if (request.method == "POST") return Count(request, body, reply);
    absl::Status status = request.path == "/chunked" ? reply.Start(200, {}, absl::nullopt)
                                                     : reply.Start(200, {}, 200 * kMebibyte);
    for (int i = 0; i < 200 && status.ok(); ++i) status = reply.Write(piece);
    return status;
  });
  TestClient client(server.port());
  EXPECT_EQ(client.Ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na").body, "1");
  const size_t before = ResidentBytes();
  client.Send(
      absl::StrCat("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ", 200 * kMebibyte, "\r\n\r\n"));
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(client.Send(piece));
  EXPECT_EQ(client.Read().body, absl::StrCat(200 * kMebibyte));
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(client.Send("100000\r\n") && client.Send(piece) && client.Send("\r\n"));
  }
  client.Send("0\r\n\r\n");
  EXPECT_EQ(client.Read().body, absl::StrCat(200 * kMebibyte));
  for (const char* path : {"/chunked", "/length"}) {
    client.Send(absl::StrCat("GET ", path, " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    size_t received = 0;
    for (std::string bytes = client.Receive(); !bytes.empty(); bytes = client.Receive()) {
      received += bytes.size();
    }
    EXPECT_GT(received, 200 * kMebibyte) << path;
    EXPECT_LT(received, 201 * kMebibyte) << path;
    client = TestClient(server.port());
  }
  EXPECT_LT(ResidentBytes(), before + 8 * kMebibyte);
}

TEST(HttpLimitsTest, CutsASlowHead) {
  TestHttpServer server(Echo, {.head_time = absl::Milliseconds(200)});
  TestClient client(server.port());
  client.Send("GET / HTTP/1.1\r\n");
  const TestReply reply = client.Read();
  EXPECT_EQ(reply.status, 408);
  EXPECT_TRUE(client.IsClosedWithin(seconds(5)));
}

TEST(HttpLimitsTest, CutsAHeadThatComesByteByByte) {
  TestHttpServer server(Echo, {.head_time = absl::Milliseconds(300)});
  TestClient client(server.port());
  const absl::Time begin = absl::Now();
  client.Send("GET / HTTP/1.1\r\nA: ");
  while (client.Send("b") && !client.IsClosedWithin(milliseconds(20))) {
    ASSERT_LT(absl::Now() - begin, absl::Seconds(10));
  }
}

TEST(HttpLimitsTest, ClosesIdleConnections) {
  TestHttpServer server(Echo, {.idle_time = absl::Milliseconds(100)});
  TestClient fresh(server.port());
  EXPECT_TRUE(fresh.IsClosedWithin(seconds(5)));
  TestClient used(server.port());
  EXPECT_EQ(used.Ask(kGet).status, 200);
  EXPECT_TRUE(used.IsClosedWithin(seconds(5)));
}

TEST(HttpLimitsTest, CutsABodyThatStalls) {
  TestHttpServer server(Count, {.stall_time = absl::Milliseconds(200)});
  for (const char* framing : {"Content-Length: 9", "Transfer-Encoding: chunked"}) {
    TestClient client(server.port());
    client.Send(absl::StrCat("POST / HTTP/1.1\r\nHost: a\r\n", framing, "\r\n\r\n5\r\nhe"));
    EXPECT_EQ(client.Read().status, 408);
    EXPECT_TRUE(client.IsClosedWithin(seconds(5)));
  }
}

TEST(HttpLimitsTest, CutsABodyThatTrickles) {
  TestHttpServer server(Count, {.stall_time = absl::Milliseconds(300)});
  TestClient client(server.port());
  const absl::Time begin = absl::Now();
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
  while (client.Send("b") && !client.IsClosedWithin(milliseconds(20))) {
    ASSERT_LT(absl::Now() - begin, absl::Seconds(10));
  }
}

TEST(HttpLimitsTest, DoesNotCountTheTimeOfTheHandler) {
  TestHttpServer server(
      [](const HttpRequest& request, ByteSource& body, HttpReply& reply) {
        absl::SleepFor(absl::Milliseconds(400));
        return Count(request, body, reply);
      },
      {.stall_time = absl::Milliseconds(200)});
  TestClient client(server.port());
  EXPECT_EQ(client.Ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello").body, "5");
}

TEST(HttpLimitsTest, CutsASlowReader) {
  std::promise<absl::Status> ended;
  TestHttpServer server(
      [&](const HttpRequest&, ByteSource&, HttpReply& reply) {
        const std::string piece(kMebibyte, 'a');
        absl::Status status = reply.Start(200, {}, absl::nullopt);
        while (status.ok()) status = reply.Write(piece);
        ended.set_value(status);
        return status;
      },
      {.stall_time = absl::Milliseconds(200)});
  TestClient client(server.port());
  client.Send(kGet);
  EXPECT_EQ(ended.get_future().get().code(), absl::StatusCode::kDeadlineExceeded);
  while (!client.Receive().empty()) {
  }
  EXPECT_TRUE(client.IsClosedWithin(seconds(5)));
}

TEST(HttpLimitsTest, TellsTheHandlerOfAReaderThatGoes) {
  std::promise<absl::Status> ended;
  TestHttpServer server([&](const HttpRequest&, ByteSource&, HttpReply& reply) {
    const std::string piece(kMebibyte, 'a');
    absl::Status status = reply.Start(200, {}, absl::nullopt);
    while (status.ok()) status = reply.Write(piece);
    ended.set_value(status);
    return status;
  });
  { TestClient(server.port()).Send(kGet); }
  EXPECT_EQ(ended.get_future().get().code(), absl::StatusCode::kUnavailable);
}

TEST(HttpLimitsTest, RefusesMoreCallsThanMayWait) {
  Gate gate;
  TestHttpServer server(gate.Handler(), {.max_calls = 1, .max_waiting_calls = 1});
  TestClient running(server.port());
  running.Send(kGet);
  gate.WaitForCalls(1);
  TestClient waiting(server.port());
  waiting.Send(kGet);
  while (server.server().counts().running_calls < 2) std::this_thread::yield();
  TestClient third(server.port());
  const TestReply reply = third.Ask(kGet);
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.Header("Retry-After"), "1");
  gate.Release();
  EXPECT_EQ(running.Read().status, 200);
  EXPECT_EQ(waiting.Read().status, 200);
  EXPECT_EQ(server.server().counts().calls_busy, 1u);
}

TEST(HttpLimitsTest, TheLongestIdleConnectionGivesWay) {
  TestHttpServer server(Echo, {.max_connections = 2});
  TestClient first(server.port());
  EXPECT_EQ(first.Ask(kGet).status, 200);
  TestClient second(server.port());
  EXPECT_EQ(second.Ask(kGet).status, 200);
  EXPECT_EQ(first.Ask(kGet).status, 200);
  TestClient third(server.port());
  EXPECT_EQ(third.Ask(kGet).status, 200);
  EXPECT_TRUE(second.IsClosedWithin(seconds(5)));
  EXPECT_EQ(first.Ask(kGet).status, 200);
}

TEST(HttpLimitsTest, RefusesConnectionsWhileAllAreBusy) {
  Gate gate;
  TestHttpServer server(gate.Handler(), {.max_connections = 1});
  TestClient busy(server.port());
  busy.Send(kGet);
  gate.WaitForCalls(1);
  TestClient refused(server.port());
  EXPECT_TRUE(refused.IsClosedWithin(seconds(5)));
  gate.Release();
  EXPECT_EQ(busy.Read().status, 200);
}

TEST(HttpLimitsTest, DrainLetsRunningCallsFinish) {
  Gate gate;
  TestHttpServer server(gate.Handler(), {.max_calls = 1});
  TestClient idle(server.port());
  TestClient running(server.port());
  running.Send(kGet);
  gate.WaitForCalls(1);
  TestClient waiting(server.port());
  waiting.Send(kGet);
  TestClient late(server.port());
  late.Send("GET / HTTP/1.1\r\n");
  while (server.server().counts().running_calls < 2) std::this_thread::yield();
  // The head has come to the loop before the drain does, since the loop reads in order.
  EXPECT_EQ(TestClient(server.port()).Ask("G@T\r\n\r\n").status, 400);

  std::thread drain([&] { server.server().Drain(absl::Seconds(20)); });
  EXPECT_TRUE(idle.IsClosedWithin(seconds(5)));
  const TestReply refused = late.Ask("Host: a\r\n\r\n");
  EXPECT_EQ(refused.status, 503);
  gate.Release();
  const TestReply reply = running.Read();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.Header("Connection"), "close");
  EXPECT_EQ(waiting.Read().status, 200);
  EXPECT_TRUE(running.IsClosedWithin(seconds(5)));
  drain.join();
}

TEST(HttpLimitsTest, DrainCutsWhatDoesNotFinish) {
  TestHttpServer server(Count);
  TestClient client(server.port());
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhe");
  while (server.server().counts().running_calls < 1) std::this_thread::yield();
  const absl::Time begin = absl::Now();
  server.server().Drain(absl::Milliseconds(100));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(5));
  EXPECT_FALSE(client.Read().whole);
  EXPECT_EQ(server.server().counts().connections, 0);
}

TEST(HttpLimitsTest, StopsWithoutADrain) {
  TestHttpServer server(Count);
  TestClient client(server.port());
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhe");
  TestClient idle(server.port());
}

}  // namespace
}  // namespace docshare::platform
