// A real server process: port file, SIGTERM, drain, exit status.

#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/rpc/testing/dev_certificates.h"
#include "platform/rpc/testing/test_connection.h"

extern char** environ;

namespace docshare::platform {
namespace {

class ShutdownTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = absl::StrCat(::testing::TempDir(), "/",
                           ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
    std::string program = "platform/rpc/testing/test_server";
    std::string certificates = certificates_.dir();
    char* argv[] = {program.data(), folder_.data(), certificates.data(), nullptr};
    ASSERT_EQ(posix_spawn(&pid_, program.c_str(), nullptr, nullptr, argv, environ), 0);
    WaitFor("port");
    std::ifstream(folder_ + "/port") >> port_;
    ASSERT_GT(port_, 0);
  }

  void TearDown() override {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
  }

  void WaitFor(const std::string& name) {
    while (!std::filesystem::exists(folder_ + "/" + name)) absl::SleepFor(absl::Milliseconds(5));
  }

  // Waits for the end of the process; returns what waitpid() says.
  int WaitForExit() {
    int status = 0;
    EXPECT_EQ(waitpid(pid_, &status, 0), pid_);
    pid_ = 0;
    return status;
  }

  TestConnection Connect() {
    return TestConnection(absl::StrCat("127.0.0.1:", port_), certificates_.SecurityOf("hospital"));
  }

  DevCertificates certificates_{{"--server", "registry", "--client", "hospital"}};
  std::string folder_;
  pid_t pid_ = 0;
  int port_ = 0;
};

TEST_F(ShutdownTest, SigtermEndsAnIdleServerWithSuccess) {
  EXPECT_EQ(*Connect().Call("hello"), "hello");
  kill(pid_, SIGTERM);
  const int status = WaitForExit();
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/drained"));
}

TEST_F(ShutdownTest, SigintDoesTheSame) {
  kill(pid_, SIGINT);
  const int status = WaitForExit();
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(ShutdownTest, SigtermLetsARunningCallFinish) {
  const TestConnection client = Connect();
  absl::StatusOr<std::string> answer = absl::UnknownError("not finished");
  std::thread caller([&] { answer = client.Call("wait"); });
  WaitFor("called");
  kill(pid_, SIGTERM);
  while (Connect().Call("late").ok()) {
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/drained"));
  std::ofstream(folder_ + "/release") << "\n";
  caller.join();
  EXPECT_EQ(*answer, "wait");
  const int status = WaitForExit();
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(ShutdownTest, ASecondSigtermEndsAtOnce) {
  const TestConnection client = Connect();
  std::thread caller([&] { EXPECT_FALSE(client.Call("wait").ok()); });
  WaitFor("called");
  kill(pid_, SIGTERM);
  while (Connect().Call("late").ok()) {
  }
  kill(pid_, SIGTERM);
  const int status = WaitForExit();
  caller.join();
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 128 + SIGTERM);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/drained"));
}

}  // namespace
}  // namespace docshare::platform
