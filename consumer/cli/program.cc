#include "consumer/cli/program.h"

#include <memory>
#include <utility>
#include <vector>

#include "consumer/cli/command_line.h"
#include "consumer/cli/error_report.h"
#include "consumer/cli/find_command.h"
#include "consumer/cli/folders_command.h"
#include "consumer/cli/get_command.h"
#include "consumer/cli/patient_feed_command.h"
#include "consumer/cli/patient_merge_command.h"
#include "consumer/cli/publish_command.h"
#include "consumer/cli/show_command.h"

namespace docshare::consumer {
namespace {

std::vector<std::unique_ptr<Command>> AllCommands() {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(std::make_unique<PublishCommand>());
  commands.push_back(std::make_unique<FindCommand>());
  commands.push_back(std::make_unique<FoldersCommand>());
  commands.push_back(std::make_unique<GetCommand>());
  commands.push_back(std::make_unique<ShowCommand>());
  commands.push_back(std::make_unique<PatientFeedCommand>());
  commands.push_back(std::make_unique<PatientMergeCommand>());
  return commands;
}

absl::Status Run(int argc, const char* const* argv, const ProgramContext& program) {
  const std::vector<std::unique_ptr<Command>> commands = AllCommands();
  absl::StatusOr<CommandLine> line = ParseCommandLine(argc, argv, commands);
  if (!line.ok()) return line.status();
  if (line->command == nullptr) {
    program.terminal.out << line->help;
    return absl::OkStatus();
  }
  CommandContext context{program.terminal, line->options, program.environment, program.clock,
                         program.uuids};
  return line->command->Run(context);
}

}  // namespace

ExitCode RunProgram(int argc, const char* const* argv, const ProgramContext& program) {
  absl::Status status = Run(argc, argv, program);
  const Terminal& terminal = program.terminal;
  if (!status.ok()) {
    terminal.err << ErrorReport(status) << std::flush;
    if (AsksForJson(argc, argv)) terminal.out << ErrorReportJson(status);
  }
  terminal.out.flush();
  if (status.ok() && !terminal.out) {
    status = absl::FailedPreconditionError("cannot write to standard output");
    terminal.err << ErrorReport(status);
  }
  return ExitCodeOf(status);
}

}  // namespace docshare::consumer
