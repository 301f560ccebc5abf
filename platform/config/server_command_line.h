#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace docshare::platform {

// What a server was started with: `--config FILE`, `--help` (`-h`) or `--version`.
struct ServerCommandLine {
  enum class Action { kServe, kHelp, kVersion };

  Action action = Action::kServe;
  // Set for kServe.
  std::string config_path;
};

// Takes the arguments of main(), the program's name included. --help and --version win over
// whatever else is there.
//
// Returns kInvalidArgument, with a message that says what is wrong and what to write instead, for
// anything it does not know, for a missing --config and for one that is given twice.
absl::StatusOr<ServerCommandLine> ParseServerCommandLine(int argc, const char* const* argv);

}  // namespace docshare::platform
