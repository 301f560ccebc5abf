#include "admin/cli/codes_rollback_command.h"

#include "admin/cli/code_sets_view.h"
#include "admin/cli/connection.h"
#include "consumer/cli/proto_json.h"

namespace docshare::admin {

using consumer::CommandContext;
using consumer::CommandDescription;

CommandDescription CodesRollbackCommand::Describe() {
  return {
      {"codes", "rollback"},
      "put the value sets before back in force",
      {{"--dry-run", "", "only tell what would change", &dry_run_}},
      "A server that starts again reads its files all the same: put the older files back, too.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin codes rollback --dry-run\n"
      "  docshare-admin codes rollback\n",
  };
}

absl::Status CodesRollbackCommand::Run(CommandContext& context) {
  absl::StatusOr<Connection> connection = Connect(context);
  if (!connection.ok()) return connection.status();
  if (dry_run_) {
    v1::DiffCodeSetsRequest request;
    request.set_previous(true);
    auto diff = connection->registry->DiffCodeSets(request);
    if (!diff.ok()) return diff.status();
    if (context.options.json) {
      context.terminal.out << consumer::ProtoJson(*diff) << "\n";
    } else {
      PrintDiff(diff->diff(), context.terminal);
    }
    return absl::OkStatus();
  }
  auto list = connection->registry->ListCodeSets({});
  if (!list.ok()) return list.status();
  v1::RollBackCodeSetsRequest request;
  request.set_active(list->active().number());
  auto response = connection->registry->RollBackCodeSets(request);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    context.terminal.out << consumer::ProtoJson(*response) << "\n";
  } else {
    context.terminal.out << "in force now: " << VersionLabel(response->active()) << "\n";
  }
  return absl::OkStatus();
}

}  // namespace docshare::admin
