#include "platform/rpc/server_runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "platform/rpc/testing/dev_certificates.h"
#include "platform/rpc/testing/test_connection.h"
#include "platform/rpc/testing/test_service.h"

namespace docshare::platform {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

const TransportSecurity kPlaintext = {.plaintext_on_loopback = true};

ServerOptions Plaintext() { return {.security = kPlaintext}; }

// A handler that waits until it is released or its call is cancelled.
class Blocking {
 public:
  TestService::Handler Handler() {
    return [this](grpc::ServerContext& context, const std::string& request, std::string& response) {
      if (request == "wait") {
        entered_.Notify();
        while (!release_.WaitForNotificationWithTimeout(absl::Milliseconds(5))) {
          if (context.IsCancelled()) {
            cancelled_ = true;
            return grpc::Status::CANCELLED;
          }
        }
      }
      return Echo(context, request, response);
    };
  }
  void WaitForCall() { entered_.WaitForNotification(); }
  void Release() { release_.Notify(); }
  bool cancelled() const { return cancelled_; }

 private:
  absl::Notification entered_;
  absl::Notification release_;
  std::atomic<bool> cancelled_{false};
};

TEST(ServerRunnerTest, HealthFollowsReadiness) {
  TestServer server(Plaintext());
  const TestConnection client(server.address(), kPlaintext);
  EXPECT_FALSE(*client.IsServing(TestService::kName));
  EXPECT_FALSE(*client.IsServing(""));
  ASSERT_TRUE(server.runner().MarkReady().ok());
  EXPECT_TRUE(*client.IsServing(TestService::kName));
  EXPECT_TRUE(*client.IsServing(""));
  EXPECT_EQ(client.IsServing("other.Service").status().code(), absl::StatusCode::kNotFound);
}

TEST(ServerRunnerTest, AnswersReflection) {
  TestServer server(Plaintext());
  const TestConnection client(server.address(), kPlaintext);
  // An empty unary call of the streaming method: the server knows the method.
  std::string response;
  const grpc::Status status = client.RawCall(
      "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", "", response);
  EXPECT_NE(status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << status.error_message();
}

TEST(ServerRunnerTest, WritesThePortFileWhenReady) {
  ServerOptions options = Plaintext();
  options.port_file = absl::StrCat(::testing::TempDir(), "/port_file");
  std::filesystem::remove(options.port_file);
  TestServer server(options);
  EXPECT_FALSE(std::filesystem::exists(options.port_file));
  ASSERT_TRUE(server.runner().MarkReady().ok());
  std::ifstream in(options.port_file);
  const std::string content(std::istreambuf_iterator<char>(in), {});
  EXPECT_EQ(content, absl::StrCat(server.runner().port(), "\n"));
}

TEST(ServerRunnerTest, ReportsAPortFileItCannotWrite) {
  ServerOptions options = Plaintext();
  options.port_file = "/nonexistent/folder/port";
  TestServer server(options);
  const absl::Status status = server.runner().MarkReady();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("/nonexistent/folder/port"));
}

TEST(ServerRunnerTest, RefusesAPortInUseWithTheReason) {
  TestServer first(Plaintext());
  ServerOptions options = Plaintext();
  options.listen_address = first.address();
  OperationalLog log("test", [](absl::string_view) {});
  const absl::Status status = ServerRunner::Start(options, {}, &log).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr(first.address()));
  EXPECT_THAT(std::string(status.message()), HasSubstr("Address already in use"));
}

TEST(ServerRunnerTest, RefusesAnAddressOfAnotherMachineWithTheReason) {
  const DevCertificates certificates({"--server", "registry"});
  ServerOptions options = {.listen_address = "192.0.2.1:0",
                           .security = certificates.SecurityOf("registry")};
  OperationalLog log("test", [](absl::string_view) {});
  const absl::Status status = ServerRunner::Start(options, {}, &log).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("Cannot assign requested address"));
}

TEST(ServerRunnerTest, RefusesOptionsThatCannotWork) {
  OperationalLog log("test", [](absl::string_view) {});
  ServerOptions options = Plaintext();
  options.listen_address = "0.0.0.0:0";
  EXPECT_EQ(ServerRunner::Start(options, {}, &log).status().code(),
            absl::StatusCode::kInvalidArgument);
  options = Plaintext();
  options.listen_address = "127.0.0.1:0";
  options.max_threads = 1;
  EXPECT_EQ(ServerRunner::Start(options, {}, &log).status().code(),
            absl::StatusCode::kInvalidArgument);
  options.max_threads = 0;
  options.max_receive_message_bytes = 0;
  EXPECT_EQ(ServerRunner::Start(options, {}, &log).status().code(),
            absl::StatusCode::kInvalidArgument);
  options = Plaintext();
  options.listen_address = "no port";
  EXPECT_EQ(ServerRunner::Start(options, {}, &log).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(ServerRunnerTest, RefusesMessagesAboveTheLimit) {
  ServerOptions options = Plaintext();
  options.max_receive_message_bytes = 1000;
  TestServer server(options);
  const TestConnection client(server.address(), kPlaintext);
  EXPECT_TRUE(client.Call(std::string(1000, 'x')).ok());
  EXPECT_EQ(client.Call(std::string(1001, 'x')).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(ServerRunnerTest, CallsBeyondTheThreadLimitAreRefused) {
  ServerOptions options = Plaintext();
  options.max_threads = static_cast<int>(std::thread::hardware_concurrency()) + 1;
  absl::Notification release;
  std::atomic<int> running{0};
  std::atomic<int> most_running{0};
  TestServer server(options, [&](grpc::ServerContext& context, const std::string& request,
                                 std::string& response) {
    const int now_running = ++running;
    int most = most_running;
    while (most < now_running && !most_running.compare_exchange_weak(most, now_running)) {
    }
    release.WaitForNotification();
    --running;
    return Echo(context, request, response);
  });
  const TestConnection client(server.address(), kPlaintext);
  constexpr int kCalls = 40;
  std::atomic<int> answered{0};
  std::atomic<int> refused{0};
  std::vector<std::thread> callers;
  callers.reserve(kCalls);
  for (int i = 0; i < kCalls; ++i) {
    callers.emplace_back([&] {
      const absl::StatusCode code = client.Call("x").status().code();
      if (code == absl::StatusCode::kOk) ++answered;
      if (code == absl::StatusCode::kResourceExhausted) ++refused;
    });
  }
  while (refused == 0) absl::SleepFor(absl::Milliseconds(5));
  release.Notify();
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(answered + refused, kCalls);
  EXPECT_GT(answered, 0);
  EXPECT_LE(most_running, options.max_threads);
}

TEST(ServerRunnerTest, ClosesAConnectionThatNeverFinishesItsHandshake) {
  const DevCertificates certificates({"--server", "registry"});
  ServerOptions options = {.security = certificates.SecurityOf("registry")};
  options.handshake_timeout = absl::Milliseconds(200);
  TestServer server(options);
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(server.runner().port()));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  char byte = 0;
  EXPECT_LE(read(fd, &byte, 1), 0);  // Ends; the test would time out otherwise.
  close(fd);
}

TEST(ServerRunnerTest, DrainLetsARunningCallFinishAndTakesNoNewOnes) {
  Blocking blocking;
  TestServer server(Plaintext(), blocking.Handler());
  ASSERT_TRUE(server.runner().MarkReady().ok());
  const TestConnection client(server.address(), kPlaintext);
  absl::StatusOr<std::string> running = absl::UnknownError("not finished");
  std::thread caller([&] { running = client.Call("wait"); });
  blocking.WaitForCall();

  std::atomic<bool> drained{false};
  std::thread drainer([&] {
    server.runner().Drain();
    drained = true;
  });
  const TestConnection late(server.address(), kPlaintext);
  absl::StatusCode code = absl::StatusCode::kOk;
  while (code == absl::StatusCode::kOk) code = late.Call("late").status().code();
  // CANCELLED: see CallWithRetry().
  EXPECT_TRUE(code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kCancelled)
      << absl::StatusCodeToString(code);
  EXPECT_FALSE(drained);

  blocking.Release();
  caller.join();
  drainer.join();
  EXPECT_EQ(*running, "wait");
  EXPECT_FALSE(blocking.cancelled());
}

TEST(ServerRunnerTest, DrainCancelsWhatExceedsTheDeadline) {
  Blocking blocking;
  ServerOptions options = Plaintext();
  options.drain_deadline = absl::Milliseconds(50);
  TestServer server(options, blocking.Handler());
  const TestConnection client(server.address(), kPlaintext);
  absl::StatusOr<std::string> running = absl::UnknownError("not finished");
  std::thread caller([&] { running = client.Call("wait"); });
  blocking.WaitForCall();
  server.runner().Drain();
  caller.join();
  EXPECT_TRUE(blocking.cancelled());
  EXPECT_FALSE(running.ok());
}

TEST(ServerRunnerTest, DrainTellsCallsThatWouldLastForEverToEnd) {
  Blocking blocking;
  ServerOptions options = Plaintext();
  options.drain_deadline = absl::Minutes(5);
  options.on_drain_begins = [&] { blocking.Release(); };
  TestServer server(options, blocking.Handler());
  const TestConnection client(server.address(), kPlaintext);
  absl::StatusOr<std::string> running = absl::UnknownError("not finished");
  std::thread caller([&] { running = client.Call("wait"); });
  blocking.WaitForCall();
  server.runner().Drain();
  caller.join();
  EXPECT_EQ(*running, "wait");
}

TEST(ServerRunnerTest, HealthTurnsToNotServingBeforeListeningEnds) {
  ServerOptions options = Plaintext();
  options.drain_notice = absl::Seconds(1);
  TestServer server(options);
  ASSERT_TRUE(server.runner().MarkReady().ok());
  const TestConnection client(server.address(), kPlaintext);
  ASSERT_TRUE(*client.IsServing(TestService::kName));
  std::thread drainer([&] { server.runner().Drain(); });
  absl::StatusOr<bool> serving = true;
  while (serving.ok() && *serving) serving = client.IsServing(TestService::kName);
  ASSERT_TRUE(serving.ok()) << serving.status();
  EXPECT_EQ(*client.Call("still answered"), "still answered");
  drainer.join();
}

TEST(ServerRunnerTest, RunEndsOnRequestAfterTheHook) {
  ShutdownSignals signals;
  TestServer server(Plaintext());
  std::thread requester([&] { signals.Request(); });
  bool hook_called = false;
  EXPECT_TRUE(server.runner().Run(signals, [&] { hook_called = true; }).ok());
  requester.join();
  EXPECT_TRUE(hook_called);
  EXPECT_THAT(server.LogLines(), Contains(HasSubstr("\"event\":\"server_ready\"")));
  EXPECT_THAT(server.LogLines(), Contains(HasSubstr("\"event\":\"drain_ended\"")));
}

TEST(ServerRunnerTest, RunReturnsTheErrorOfThePortFile) {
  ShutdownSignals signals;
  ServerOptions options = Plaintext();
  options.port_file = "/nonexistent/folder/port";
  TestServer server(options);
  bool hook_called = false;
  EXPECT_EQ(server.runner().Run(signals, [&] { hook_called = true; }).code(),
            absl::StatusCode::kUnavailable);
  EXPECT_TRUE(hook_called);
}

TEST(ServerRunnerTest, LogsHowLongTheCertificateLasts) {
  const DevCertificates certificates({"--server", "registry", "--days", "30"});
  TestServer server({.security = certificates.SecurityOf("registry")});
  EXPECT_THAT(server.LogLines(), Contains(HasSubstr("\"certificate_days_left\":29")));
}

}  // namespace
}  // namespace docshare::platform
