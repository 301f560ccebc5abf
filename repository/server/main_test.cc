// The program itself: what it tells, and how it ends.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/kv/temporary_folder.h"

namespace docshare::repository {
namespace {

using ::testing::HasSubstr;

struct Outcome {
  int exit_code;
  // Both of its outputs.
  std::string text;
};

Outcome RunProgram(const std::string& arguments) {
  std::FILE* pipe = popen(
      absl::StrCat("repository/server/docshare-repository ", arguments, " 2>&1").c_str(), "r");
  EXPECT_NE(pipe, nullptr);
  std::string text;
  char buffer[4096];
  for (size_t count; (count = std::fread(buffer, 1, sizeof(buffer), pipe)) > 0;) {
    text.append(buffer, count);
  }
  const int status = pclose(pipe);
  EXPECT_TRUE(WIFEXITED(status)) << text;
  return {WEXITSTATUS(status), text};
}

class MainTest : public ::testing::Test {
 protected:
  std::string FileWith(const std::string& text) {
    std::string path = absl::StrCat(folder_.path(), "/repository.conf");
    std::ofstream(path) << text;
    return path;
  }

  platform::TemporaryFolder folder_;
};

TEST_F(MainTest, HelpTeaches) {
  Outcome outcome = RunProgram("--help");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.text, HasSubstr("repository_unique_id: \""));
  EXPECT_THAT(outcome.text, HasSubstr("ROLE_PROVIDE"));
  EXPECT_THAT(outcome.text, HasSubstr("Exit codes"));
}

TEST_F(MainTest, VersionIsOneLine) {
  Outcome outcome = RunProgram("--version");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.text, ::testing::MatchesRegex("docshare-repository [0-9.]+\n"));
}

TEST_F(MainTest, WrongUsageEndsWithTwo) {
  EXPECT_EQ(RunProgram("").exit_code, 2);
  EXPECT_EQ(RunProgram("--nonsense").exit_code, 2);
  Outcome missing = RunProgram("--config /nowhere/repository.conf");
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_THAT(missing.text, HasSubstr("/nowhere/repository.conf"));
}

TEST_F(MainTest, WrongConfigurationEndsWithTwoAndNamesTheLine) {
  Outcome unknown = RunProgram("--config " + FileWith("data_dir: \"x\"\ncolour: \"red\"\n"));
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.text, HasSubstr("repository.conf:2:"));
  EXPECT_THAT(unknown.text, HasSubstr("colour"));

  Outcome incomplete = RunProgram("--config " + FileWith("data_dir: \"x\"\n"));
  EXPECT_EQ(incomplete.exit_code, 2);
  EXPECT_THAT(incomplete.text, HasSubstr("repository_unique_id is required, for example:"));
}

TEST_F(MainTest, ADataFolderThatCannotBeMadeEndsWithOne) {
  Outcome outcome = RunProgram("--config " + FileWith(R"(
    repository_unique_id: "2.999.30.7"
    data_dir: "/dev/null/repository"
    key_ring: "key-ring"
    listener { address: "127.0.0.1:0" plaintext_on_loopback: true }
    registry { address: "127.0.0.1:1" plaintext_on_loopback: true }
    peers { name: "loopback-plaintext" roles: ROLE_PROVIDE })"));
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.text, HasSubstr("cannot use data_dir /dev/null/repository"));
}

}  // namespace
}  // namespace docshare::repository
