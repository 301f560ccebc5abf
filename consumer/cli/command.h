#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "consumer/cli/terminal.h"
#include "platform/clock/clock.h"
#include "platform/random/uuid_source.h"

namespace docshare::consumer {

// What may be said with every command.
struct GlobalOptions {
  bool json = false;
  bool verbose = false;
  // 0: the defaults of CallLimits.
  uint64_t timeout_s = 0;
  // Empty: where LoadProfile() looks by itself.
  std::string config;
  // Empty: the default profile of the configuration.
  std::string profile;
};

// Value of an environment variable; nullopt when it is not set.
using Environment = std::function<absl::optional<std::string>(absl::string_view name)>;

// The world of a command. Everything lives as long as the command runs.
struct CommandContext {
  Terminal terminal;
  GlobalOptions options;
  Environment environment;
  const platform::Clock& clock;
  platform::UuidSource& uuids;
  // Name of the program that runs the command.
  std::string program = "docshare";

  // Says what happens, with --verbose only.
  void Tell(absl::string_view line) const {
    if (options.verbose) terminal.err << program << ": " << line << "\n";
  }
};

// One flag or positional argument of a command, and where its value goes.
struct Flag {
  // "--patient", "-o,--output", or "FILE" for a positional argument.
  std::string name;
  // What stands for the value in the help; empty for a switch.
  std::string value;
  std::string help;
  // A list takes the flag, or the positional argument, any number of times.
  std::variant<std::string*, std::vector<std::string>*, uint64_t*, bool*> target;
  bool required = false;
  // Heading in the help.
  std::string group = "Options";
};

struct CommandDescription {
  // The words of the command, for example {"patient", "feed"}.
  std::vector<std::string> path;
  std::string summary;
  std::vector<Flag> flags;
  // Below the flags in the help: what else is to know, and examples that run.
  std::string details;
};

// One command of a command line, `docshare` or `docshare-admin`.
class Command {
 public:
  virtual ~Command() = default;

  // Valid as long as the command: flags point into it.
  virtual CommandDescription Describe() = 0;

  // Does the work, after the flags were filled in. Writes results to the terminal; a failure is
  // returned and reported by the caller.
  virtual absl::Status Run(CommandContext& context) = 0;
};

}  // namespace docshare::consumer
