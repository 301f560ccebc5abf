#include "admin/cli/program.h"

#include <memory>
#include <utility>
#include <vector>

#include "admin/cli/codes_activate_command.h"
#include "admin/cli/codes_diff_command.h"
#include "admin/cli/codes_list_command.h"
#include "admin/cli/codes_load_command.h"
#include "admin/cli/codes_rollback_command.h"
#include "admin/cli/keys_commands.h"
#include "admin/cli/object_rows_command.h"
#include "admin/cli/object_show_command.h"
#include "admin/cli/patient_feed_command.h"
#include "admin/cli/patient_merge_command.h"
#include "admin/cli/patient_show_command.h"
#include "admin/cli/rebuild_indexes_command.h"
#include "admin/cli/reconcile_command.h"
#include "admin/cli/register_list_command.h"
#include "admin/cli/repository_commands.h"
#include "admin/cli/rotate_keys_command.h"
#include "admin/cli/scrub_command.h"
#include "admin/cli/status_command.h"
#include "admin/cli/sweep_command.h"
#include "admin/cli/told_failure.h"
#include "admin/cli/validate_command.h"
#include "admin/cli/watch_command.h"
#include "admin/cli/withdraw_command.h"
#include "consumer/cli/command_line.h"
#include "consumer/cli/error_report.h"

namespace docshare::admin {
namespace {

using consumer::Command;
using consumer::CommandLine;

constexpr char kSummary[] = "docshare-admin - look after a Document Registry and its repositories";

constexpr char kDetails[] =
    "Server and certificate come from a profile, as those of `docshare` (`docshare --help` shows\n"
    "one); the name in the certificate needs the role ADMINISTER, and for feeding patients\n"
    "PATIENT_FEED, for watching WATCH, for validating REGISTER:\n"
    "\n"
    "  profiles {\n"
    "    name: \"admin\"\n"
    "    registry {\n"
    "      address: \"registry.example.org:7443\"\n"
    "      tls { certificate_chain: \"admin.crt\" private_key: \"admin.key\"\n"
    "            trusted_authorities: \"ca.crt\" }\n"
    "    }\n"
    "    publish { patient_authority: \"2.16.578.1.12.4.1.4.1\" }\n"
    "  }\n"
    "\n"
    "Commands that change something have --dry-run. Where something is lost for good its name has\n"
    "to be typed, or --yes given.\n"
    "\n"
    "Examples:\n"
    "  docshare-admin status\n"
    "  docshare-admin object show 2.16.840.1.113883.19.5.99999.1\n"
    "  docshare-admin withdraw 2.16.840.1.113883.19.5.99999.1 --dry-run\n"
    "  docshare-admin watch --after 0 --once\n"
    "\n"
    "Exit codes:\n"
    "  0    done\n"
    "  1    the registry refused (the standard's errors are printed), would refuse, or failed\n"
    "  2    wrong arguments or configuration, or a local file that cannot be used\n"
    "  3    no such object or patient\n"
    "  4    permission denied\n"
    "  5    server unreachable, overloaded or too slow: try again later\n"
    "  6    stored rows are damaged\n"
    "  130  interrupted, or not confirmed\n";

const consumer::ProgramText& AdminText() {
  static const auto* text = new consumer::ProgramText{"docshare-admin",
                                                      kSummary,
                                                      kDetails,
                                                      {{"codes", "look after the value sets"},
                                                       {"keys", "look after key ring files"},
                                                       {"object", "look at what is stored"},
                                                       {"patient", "look after patients"},
                                                       {"repository", "look into a repository"}}};
  return *text;
}

std::vector<std::unique_ptr<Command>> AllCommands() {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(std::make_unique<StatusCommand>());
  commands.push_back(std::make_unique<PatientFeedCommand>());
  commands.push_back(std::make_unique<PatientMergeCommand>());
  commands.push_back(std::make_unique<PatientShowCommand>());
  commands.push_back(std::make_unique<ObjectShowCommand>());
  commands.push_back(std::make_unique<ObjectRowsCommand>());
  commands.push_back(std::make_unique<WithdrawCommand>());
  commands.push_back(std::make_unique<CodesListCommand>());
  commands.push_back(std::make_unique<CodesLoadCommand>());
  commands.push_back(std::make_unique<CodesDiffCommand>());
  commands.push_back(std::make_unique<CodesActivateCommand>());
  commands.push_back(std::make_unique<CodesRollbackCommand>());
  commands.push_back(std::make_unique<RebuildIndexesCommand>());
  commands.push_back(std::make_unique<RepositoryStatusCommand>());
  commands.push_back(std::make_unique<VerifyCommand>());
  commands.push_back(std::make_unique<DiskUsageCommand>());
  commands.push_back(std::make_unique<RemoveCommand>());
  commands.push_back(std::make_unique<RegisterListCommand>());
  commands.push_back(std::make_unique<SweepCommand>());
  commands.push_back(std::make_unique<ScrubCommand>());
  commands.push_back(std::make_unique<ReconcileCommand>());
  commands.push_back(std::make_unique<RotateKeysCommand>());
  commands.push_back(std::make_unique<KeysNewCommand>());
  commands.push_back(std::make_unique<KeysAddCommand>());
  commands.push_back(std::make_unique<KeysRemoveCommand>());
  commands.push_back(std::make_unique<ValidateCommand>());
  commands.push_back(std::make_unique<WatchCommand>());
  return commands;
}

absl::Status Run(int argc, const char* const* argv, const ProgramContext& program) {
  const std::vector<std::unique_ptr<Command>> commands = AllCommands();
  absl::StatusOr<CommandLine> line = consumer::ParseCommandLine(argc, argv, commands, AdminText());
  if (!line.ok()) return line.status();
  if (line->command == nullptr) {
    program.terminal.out << line->help;
    return absl::OkStatus();
  }
  consumer::CommandContext context{program.terminal, line->options, program.environment,
                                   program.clock,    program.uuids, AdminText().name};
  return line->command->Run(context);
}

}  // namespace

consumer::ExitCode RunProgram(int argc, const char* const* argv, const ProgramContext& program) {
  absl::Status status = Run(argc, argv, program);
  const consumer::Terminal& terminal = program.terminal;
  if (!status.ok() && !IsTold(status)) {
    terminal.err << consumer::ErrorReport(status) << std::flush;
    if (consumer::AsksForJson(argc, argv)) terminal.out << consumer::ErrorReportJson(status);
  }
  terminal.out.flush();
  if (status.ok() && !terminal.out) {
    status = absl::FailedPreconditionError("cannot write to standard output");
    terminal.err << consumer::ErrorReport(status);
  }
  return consumer::ExitCodeOf(status);
}

}  // namespace docshare::admin
