#include "platform/config/server_command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace docshare::platform {
namespace {

using ::testing::HasSubstr;

absl::StatusOr<ServerCommandLine> Parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "server");
  return ParseServerCommandLine(static_cast<int>(arguments.size()), arguments.data());
}

TEST(ServerCommandLineTest, TakesTheConfigInBothSpellings) {
  for (const std::vector<const char*>& arguments :
       {std::vector<const char*>{"--config", "a.conf"}, {"--config=a.conf"}}) {
    absl::StatusOr<ServerCommandLine> line = Parse(arguments);
    ASSERT_TRUE(line.ok()) << line.status();
    EXPECT_EQ(line->action, ServerCommandLine::Action::kServe);
    EXPECT_EQ(line->config_path, "a.conf");
  }
}

TEST(ServerCommandLineTest, HelpAndVersionWin) {
  EXPECT_EQ(Parse({"--nonsense", "--help"})->action, ServerCommandLine::Action::kHelp);
  EXPECT_EQ(Parse({"-h"})->action, ServerCommandLine::Action::kHelp);
  EXPECT_EQ(Parse({"--config", "a", "--version"})->action, ServerCommandLine::Action::kVersion);
}

TEST(ServerCommandLineTest, RefusesWhatItDoesNotKnow) {
  struct Case {
    std::vector<const char*> arguments;
    const char* message;
  };
  for (const Case& c : {Case{{}, "--config FILE is required"}, Case{{"--config"}, "needs a file"},
                        Case{{"--config="}, "needs a file"},
                        Case{{"--config", "a", "--config", "b"}, "given twice"},
                        Case{{"--confg", "a"}, "unknown argument \"--confg\""},
                        Case{{"a.conf"}, "unknown argument \"a.conf\""}}) {
    absl::Status status = Parse(c.arguments).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.message;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.message));
  }
}

}  // namespace
}  // namespace docshare::platform
