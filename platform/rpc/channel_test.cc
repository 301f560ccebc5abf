#include "platform/rpc/channel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "platform/rpc/retry.h"
#include "platform/rpc/testing/dev_certificates.h"
#include "platform/rpc/testing/test_connection.h"
#include "platform/rpc/testing/test_service.h"

namespace docshare::platform {
namespace {

class ChannelTest : public ::testing::Test {
 protected:
  ServerOptions Options() { return {.security = certificates_.SecurityOf("registry")}; }

  TestConnection Connect(const std::string& address) {
    return TestConnection(address, certificates_.SecurityOf("hospital"));
  }

  DevCertificates certificates_{{"--server", "registry", "--client", "hospital"}};
};

TEST_F(ChannelTest, CallsFailFastWhileNobodyListens) {
  std::string address;
  {
    const TestServer gone(Options());
    address = gone.address();
  }
  EXPECT_EQ(Connect(address).Call("hello").status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(ChannelTest, ReconnectsToARestartedServerWithinTheRetries) {
  std::optional<TestServer> server(std::in_place, Options());
  ServerOptions again = Options();
  again.listen_address = server->address();
  const TestConnection client = Connect(server->address());
  EXPECT_EQ(*client.Call("hello"), "hello");
  server.reset();

  int attempts = 0;
  std::string response;
  const absl::Status status = CallWithRetry(
      {.max_attempts = 100}, absl::Now() + absl::Seconds(60), [&](grpc::ClientContext&) {
        if (++attempts == 3) server.emplace(again);
        response.clear();
        return client.RawCall(TestService::kCall, "again", response);
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(response, "again");
  EXPECT_GE(attempts, 3);
}

TEST_F(ChannelTest, RetriesHideRestartsFromCallers) {
  std::optional<TestServer> server(std::in_place, Options());
  ServerOptions again = Options();
  again.listen_address = server->address();
  std::atomic<bool> stop{false};
  std::atomic<int> answered{0};
  std::vector<std::thread> callers;
  callers.reserve(4);
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      const TestConnection client = Connect(again.listen_address);
      while (!stop) {
        std::string response;
        const absl::Status status = CallWithRetry(
            {.max_attempts = 100}, absl::Now() + absl::Seconds(60), [&](grpc::ClientContext&) {
              response.clear();
              return client.RawCall(TestService::kCall, "x", response);
            });
        EXPECT_TRUE(status.ok()) << status;
        ++answered;
      }
    });
  }
  for (int restart = 0; restart < 5; ++restart) {
    for (const int before = answered; answered < before + 200;) {
      absl::SleepFor(absl::Milliseconds(1));
    }
    server.reset();
    server.emplace(again);
  }
  stop = true;
  for (std::thread& caller : callers) caller.join();
}

TEST_F(ChannelTest, ReachesTheServerByNameAndByBothAddresses) {
  ServerOptions options = Options();
  options.listen_address = "localhost:0";
  const TestServer server(options);
  const std::string port = server.address().substr(server.address().rfind(':'));
  EXPECT_EQ(*Connect("localhost" + port).Call("hello"), "hello");
  EXPECT_EQ(*Connect("127.0.0.1" + port).Call("hello"), "hello");
}

TEST_F(ChannelTest, ReadsNoProxyFromTheEnvironment) {
  for (const char* name : {"http_proxy", "https_proxy", "grpc_proxy"}) {
    setenv(name, "http://127.0.0.1:1", 1);
  }
  const TestServer server(Options());
  EXPECT_EQ(*Connect(server.address()).Call("hello"), "hello");
}

TEST_F(ChannelTest, RefusesAnswersAboveTheLimit) {
  const TestServer server(
      Options(), [](grpc::ServerContext&, const std::string& request, std::string& response) {
        response = std::string(std::stoul(request), 'x');
        return grpc::Status::OK;
      });
  const TestConnection client = Connect(server.address());
  EXPECT_EQ(client.Call("4194304").value().size(), 4194304u);
  EXPECT_EQ(client.Call("4194305").status().code(), absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace docshare::platform
