#include "consumer/cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_split.h"
#include "consumer/cli/next_step.h"

namespace docshare::consumer {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A command with every kind of flag.
class TestCommand : public Command {
 public:
  explicit TestCommand(std::vector<std::string> path) : path_(std::move(path)) {}

  CommandDescription Describe() override {
    return {path_,
            "does nothing",
            {{"FILE", "", "files", &files},
             {"--name", "TEXT", "a name", &name, true},
             {"--code", "CODE", "codes", &codes, false, "Filters"},
             {"--limit", "N", "a number", &limit},
             {"-o,--output", "FILE", "where to", &output},
             {"--dry-run", "", "a switch", &dry_run}},
            "More to know.\n"};
  }
  absl::Status Run(CommandContext&) override { return absl::OkStatus(); }

  const std::vector<std::string> path_;
  std::vector<std::string> files;
  std::string name;
  std::vector<std::string> codes;
  uint64_t limit = 0;
  std::string output;
  bool dry_run = false;
};

class CommandLineTest : public ::testing::Test {
 protected:
  CommandLineTest() {
    commands_.push_back(std::make_unique<TestCommand>(std::vector<std::string>{"send"}));
    commands_.push_back(std::make_unique<TestCommand>(std::vector<std::string>{"patient", "feed"}));
  }

  absl::StatusOr<CommandLine> Parse(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "docshare");
    return ParseCommandLine(static_cast<int>(arguments.size()), arguments.data(), commands_);
  }

  TestCommand& Sent() { return static_cast<TestCommand&>(*commands_[0]); }

  std::vector<std::unique_ptr<Command>> commands_;
};

TEST_F(CommandLineTest, FillsInFlagsOfEveryKind) {
  absl::StatusOr<CommandLine> line =
      Parse({"send", "a.pdf", "--name", "Kari", "--code", "1^^2", "b.pdf", "--code=3^^4", "--limit",
             "7", "-o", "-", "--dry-run"});
  ASSERT_TRUE(line.ok()) << line.status();
  EXPECT_EQ(line->command, commands_[0].get());
  EXPECT_THAT(Sent().files, ElementsAre("a.pdf", "b.pdf"));
  EXPECT_EQ(Sent().name, "Kari");
  EXPECT_THAT(Sent().codes, ElementsAre("1^^2", "3^^4"));
  EXPECT_EQ(Sent().limit, 7u);
  EXPECT_EQ(Sent().output, "-");
  EXPECT_TRUE(Sent().dry_run);
}

TEST_F(CommandLineTest, FlagsThatAreNotThereChangeNothing) {
  ASSERT_TRUE(Parse({"send", "--name", "Kari"}).ok());
  EXPECT_THAT(Sent().files, IsEmpty());
  EXPECT_EQ(Sent().output, "");
  EXPECT_FALSE(Sent().dry_run);
}

TEST_F(CommandLineTest, FindsCommandsOfTwoWords) {
  absl::StatusOr<CommandLine> line = Parse({"patient", "feed", "--name", "x"});
  ASSERT_TRUE(line.ok()) << line.status();
  EXPECT_EQ(line->command, commands_[1].get());
}

TEST_F(CommandLineTest, GlobalOptionsMayStandAnywhere) {
  for (const std::vector<const char*>& arguments :
       {std::vector<const char*>{"--json", "--config", "f", "--profile", "p", "--timeout", "3",
                                 "--verbose", "send", "--name", "x"},
        std::vector<const char*>{"send", "--name", "x", "--json", "--config", "f", "--profile", "p",
                                 "--timeout", "3", "--verbose"}}) {
    absl::StatusOr<CommandLine> line = Parse(arguments);
    ASSERT_TRUE(line.ok()) << line.status();
    EXPECT_TRUE(line->options.json);
    EXPECT_TRUE(line->options.verbose);
    EXPECT_EQ(line->options.config, "f");
    EXPECT_EQ(line->options.profile, "p");
    EXPECT_EQ(line->options.timeout_s, 3u);
  }
}

TEST_F(CommandLineTest, RefusalsSayWhatIsWrongAndWhereHelpIs) {
  const struct {
    std::vector<const char*> arguments;
    const char* message;
    const char* step;
  } cases[] = {
      {{}, "a command is missing", "`docshare --help`"},
      {{"fly"}, "fly", "`docshare --help`"},
      {{"send"}, "--name is required", "`docshare send --help`"},
      {{"send", "--nam", "x"}, "not understood: --nam", "`docshare send --help`"},
      {{"patient", "fly"}, "not understood: fly", "`docshare patient --help`"},
      {{"send", "--name"}, "--name", "`docshare send --help`"},
      {{"send", "--name", "x", "--colour"}, "--colour", "`docshare send --help`"},
      {{"send", "--name", "x", "--limit", "many"}, "--limit", "`docshare send --help`"},
      {{"send", "--name", "x", "--limit", "-1"}, "--limit", "`docshare send --help`"},
      {{"patient"}, "a command is missing", "`docshare patient --help`"},
  };
  for (const auto& c : cases) {
    absl::Status status = Parse(c.arguments).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.message));
    EXPECT_THAT(NextStep(status), HasSubstr(c.step)) << c.message;
  }
}

TEST_F(CommandLineTest, HelpFitsAnOrdinaryTerminal) {
  for (const std::vector<const char*>& words :
       {std::vector<const char*>{"--help"}, {"send", "--help"}, {"patient", "feed", "--help"}}) {
    const std::string help = Parse(words)->help;
    for (absl::string_view line : absl::StrSplit(help, '\n')) {
      EXPECT_LE(line.size(), 100u) << line;
    }
  }
}

TEST_F(CommandLineTest, HelpTeachesOnEveryLevel) {
  EXPECT_THAT(Parse({"--help"})->help,
              AllOf(HasSubstr("does nothing"), HasSubstr("--profile"), HasSubstr("Examples:"),
                    HasSubstr("Exit codes:"), HasSubstr("profiles {")));
  EXPECT_THAT(Parse({"send", "--help"})->help,
              AllOf(HasSubstr("FILE"), HasSubstr("--name TEXT"), HasSubstr("Filters"),
                    HasSubstr("More to know."), HasSubstr("docshare send")));
  EXPECT_THAT(Parse({"patient", "-h"})->help, HasSubstr("feed"));
  EXPECT_THAT(Parse({"patient", "feed", "-h"})->help, HasSubstr("More to know."));
  EXPECT_EQ(Parse({"--help"})->command, nullptr);
}

TEST(AsksForJsonTest, LooksAtAllArguments) {
  const char* with[] = {"docshare", "send", "--json"};
  const char* without[] = {"docshare", "send"};
  EXPECT_TRUE(AsksForJson(3, with));
  EXPECT_FALSE(AsksForJson(2, without));
}

}  // namespace
}  // namespace docshare::consumer
