#include "admin/cli/codes_activate_command.h"

#include "absl/strings/str_cat.h"
#include "admin/cli/code_sets_view.h"
#include "admin/cli/connection.h"
#include "consumer/cli/next_step.h"
#include "consumer/cli/proto_json.h"

namespace docshare::admin {

using consumer::CommandContext;
using consumer::CommandDescription;

CommandDescription CodesActivateCommand::Describe() {
  return {
      {"codes", "activate"},
      "put the loaded value sets in force",
      {
          {"VERSION", "", "number that `docshare-admin codes load` told", &version_, true},
          {"--dry-run", "", "only tell what would change", &dry_run_},
      },
      "Submissions that arrive from then on are checked against them; what is registered stays.\n"
      "`docshare-admin codes rollback` undoes it.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin codes activate 3 --dry-run\n"
      "  docshare-admin codes activate 3\n",
  };
}

absl::Status CodesActivateCommand::Run(CommandContext& context) {
  absl::StatusOr<Connection> connection = Connect(context);
  if (!connection.ok()) return connection.status();
  if (dry_run_) {
    absl::StatusOr<v1::DiffCodeSetsResponse> diff = connection->registry->DiffCodeSets({});
    if (!diff.ok()) return diff.status();
    if (diff->other().number() != version_) {
      return consumer::WithNextStep(
          absl::FailedPreconditionError(
              absl::StrCat("version ", diff->other().number(), " is loaded, not ", version_)),
          "`docshare-admin codes load` reads the files again.");
    }
    if (context.options.json) {
      context.terminal.out << consumer::ProtoJson(*diff) << "\n";
    } else {
      PrintDiff(diff->diff(), context.terminal);
    }
    return absl::OkStatus();
  }
  v1::ActivateCodeSetsRequest request;
  request.set_version(version_);
  auto response = connection->registry->ActivateCodeSets(request);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    context.terminal.out << consumer::ProtoJson(*response) << "\n";
  } else {
    context.terminal.out << "in force now: " << VersionLabel(response->active()) << "\n";
  }
  return absl::OkStatus();
}

}  // namespace docshare::admin
