#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "consumer/cli/command.h"

namespace docshare::consumer {

// What a program says about itself.
struct ProgramText {
  std::string name;
  std::string summary;
  // Below the flags in the help of the whole program.
  std::string details;
  // Summaries of the words that only lead to commands, such as the first of "patient feed".
  std::map<std::string, std::string> groups;
};

// `docshare`.
const ProgramText& DocshareText();

struct CommandLine {
  // The command to run, with its flags filled in; null when `help` is to be printed.
  Command* command = nullptr;
  GlobalOptions options;
  std::string help;
};

// Takes the arguments of main(), the program's name included. Global options may come before or
// after the words of the command.
//
// Returns kInvalidArgument, with what is wrong and a hint at the help, for anything else than a
// command of `commands` with its flags. Requires that `program` has a summary of every group.
absl::StatusOr<CommandLine> ParseCommandLine(int argc, const char* const* argv,
                                             const std::vector<std::unique_ptr<Command>>& commands,
                                             const ProgramText& program = DocshareText());

// Whether --json is among the arguments: for reporting arguments that cannot be parsed.
bool AsksForJson(int argc, const char* const* argv);

}  // namespace docshare::consumer
