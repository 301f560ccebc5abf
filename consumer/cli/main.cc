// The command line of a Document Source and Document Consumer; see `docshare --help`.

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "consumer/cli/program.h"
#include "platform/clock/system_clock.h"
#include "platform/random/random_uuid_source.h"

namespace {

absl::optional<std::string> EnvironmentVariable(absl::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  if (value == nullptr) return absl::nullopt;
  return std::string(value);
}

size_t TerminalWidth(int fd) {
  struct winsize size = {};
  const bool known = ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const bool out_is_terminal = isatty(STDOUT_FILENO) == 1;
  const docshare::consumer::Terminal terminal{
      std::cout,
      std::cerr,
      out_is_terminal,
      isatty(STDERR_FILENO) == 1,
      TerminalWidth(out_is_terminal ? STDOUT_FILENO : STDERR_FILENO),
      isatty(STDIN_FILENO) == 1 ? &std::cin : nullptr};
  docshare::platform::SystemClock clock;
  docshare::platform::RandomUuidSource uuids;
  return static_cast<int>(
      docshare::consumer::RunProgram(argc, argv, {terminal, EnvironmentVariable, clock, uuids}));
}
