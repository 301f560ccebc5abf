#pragma once

#include "consumer/cli/command.h"
#include "consumer/cli/exit_code.h"

namespace docshare::admin {

// The world of a run of `docshare-admin`.
struct ProgramContext {
  consumer::Terminal terminal;
  consumer::Environment environment;
  const platform::Clock& clock;
  platform::UuidSource& uuids;
};

// Does what the arguments of main() say and tells how it ended. Failures are reported on standard
// error, and with --json as an object {"error": ...} on standard output too.
consumer::ExitCode RunProgram(int argc, const char* const* argv, const ProgramContext& program);

}  // namespace docshare::admin
