#include "platform/config/server_command_line.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace docshare::platform {

absl::StatusOr<ServerCommandLine> ParseServerCommandLine(int argc, const char* const* argv) {
  ServerCommandLine line;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (argument == "--help" || argument == "-h") {
      return ServerCommandLine{.action = ServerCommandLine::Action::kHelp};
    }
    if (argument == "--version") {
      return ServerCommandLine{.action = ServerCommandLine::Action::kVersion};
    }
  }
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (argument == "--config") {
      if (++i == argc) return absl::InvalidArgumentError("--config needs a file after it");
      argument = argv[i];
    } else if (!absl::ConsumePrefix(&argument, "--config=")) {
      return absl::InvalidArgumentError(
          absl::StrCat("unknown argument \"", argument, "\"; try --help"));
    }
    if (argument.empty()) return absl::InvalidArgumentError("--config needs a file after it");
    if (!line.config_path.empty()) return absl::InvalidArgumentError("--config is given twice");
    line.config_path = std::string(argument);
  }
  if (line.config_path.empty()) {
    return absl::InvalidArgumentError("--config FILE is required; try --help");
  }
  return line;
}

}  // namespace docshare::platform
