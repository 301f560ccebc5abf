#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "consumer/cli/command.h"

namespace docshare::consumer {

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
// command of `commands` with its flags.
absl::StatusOr<CommandLine> ParseCommandLine(int argc, const char* const* argv,
                                             const std::vector<std::unique_ptr<Command>>& commands);

// Whether --json is among the arguments: for reporting arguments that cannot be parsed.
bool AsksForJson(int argc, const char* const* argv);

}  // namespace docshare::consumer
