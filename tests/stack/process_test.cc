#include "tests/stack/process.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <thread>

#include "absl/strings/str_cat.h"

namespace docshare::tests {
namespace {

constexpr absl::Duration kLimit = absl::Seconds(20);

std::unique_ptr<Process> Shell(const std::string& script) {
  auto process = Process::Start({.program = "/bin/sh",
                                 .arguments = {"-c", script},
                                 .stdout_path = ::testing::TempDir() + "/stdout",
                                 .stderr_path = ::testing::TempDir() + "/stderr"});
  EXPECT_TRUE(process.ok()) << process.status();
  return *std::move(process);
}

TEST(ProcessTest, TellsTheExitCode) {
  auto process = Shell("exit 7");
  auto exit = process->Wait(kLimit);
  ASSERT_TRUE(exit.ok()) << exit.status();
  EXPECT_EQ(exit->code, 7);
  EXPECT_EQ(exit->signal, 0);
  EXPECT_FALSE(process->IsRunning());
}

TEST(ProcessTest, HasTheEnvironmentItIsGiven) {
  auto process = Process::Start({.program = "/bin/sh",
                                 .arguments = {"-c", "exit $GIVEN"},
                                 .environment = {"GIVEN=9"},
                                 .stdout_path = ::testing::TempDir() + "/stdout",
                                 .stderr_path = ::testing::TempDir() + "/stderr"});
  ASSERT_TRUE(process.ok()) << process.status();
  auto exit = (*process)->Wait(kLimit);
  ASSERT_TRUE(exit.ok()) << exit.status();
  EXPECT_EQ(exit->code, 9);
}

TEST(ProcessTest, KillEndsAtOnce) {
  auto process = Shell("exec sleep 1000");
  EXPECT_TRUE(process->IsRunning());
  EXPECT_EQ(process->Kill().signal, SIGKILL);
  EXPECT_FALSE(process->IsRunning());
}

TEST(ProcessTest, TerminateAsks) {
  auto process = Shell("trap 'exit 3' TERM; while :; do sleep 0.01; done");
  auto exit = process->Wait(absl::Milliseconds(200));
  EXPECT_EQ(exit.status().code(), absl::StatusCode::kDeadlineExceeded);
  exit = process->Terminate(kLimit);
  ASSERT_TRUE(exit.ok()) << exit.status();
  EXPECT_EQ(exit->code, 3);
}

TEST(ProcessTest, EndsWithItsObject) {
  pid_t pid = 0;
  {
    auto process = Shell("exec sleep 1000");
    pid = process->pid();
    EXPECT_EQ(kill(pid, 0), 0);
  }
  EXPECT_EQ(kill(pid, 0), -1);
}

TEST(ProcessTest, EndsWithTheThreadThatStartedIt) {
  std::unique_ptr<Process> process;
  const std::string running = ::testing::TempDir() + "/running";
  std::thread([&] {
    process = Shell(absl::StrCat("touch ", running, "; exec sleep 1000"));
    while (!std::filesystem::exists(running)) {
      ASSERT_FALSE(process->Wait(absl::Milliseconds(5)).ok());
    }
  }).join();
  auto exit = process->Wait(kLimit);
  ASSERT_TRUE(exit.ok()) << exit.status();
  EXPECT_EQ(exit->signal, SIGKILL);
}

TEST(ProcessTest, MissingProgramIsNoSuccess) {
  auto result = RunCommand("/no/such/program", {}, ::testing::TempDir(), kLimit);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->exit.code, 127);
}

TEST(ProcessTest, CommandHandsOverWhatItPrinted) {
  auto result =
      RunCommand("/bin/sh", {"-c", "echo one; echo two >&2; exit 1"}, ::testing::TempDir(), kLimit);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->exit.code, 1);
  EXPECT_EQ(result->stdout_text, "one\n");
  EXPECT_EQ(result->stderr_text, "two\n");
}

}  // namespace
}  // namespace docshare::tests
