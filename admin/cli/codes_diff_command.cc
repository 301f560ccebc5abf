#include "admin/cli/codes_diff_command.h"

#include "admin/cli/code_sets_view.h"
#include "admin/cli/connection.h"
#include "consumer/cli/proto_json.h"

namespace docshare::admin {

using consumer::CommandContext;
using consumer::CommandDescription;

CommandDescription CodesDiffCommand::Describe() {
  return {
      {"codes", "diff"},
      "tell what the loaded version of the value sets would change",
      {{"--previous", "", "what `docshare-admin codes rollback` would change instead", &previous_}},
      "With --json it is a docshare.admin.v1.DiffCodeSetsResponse in protobuf's JSON form.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin codes diff\n"
      "  docshare-admin codes diff --previous\n",
  };
}

absl::Status CodesDiffCommand::Run(CommandContext& context) {
  absl::StatusOr<Connection> connection = Connect(context);
  if (!connection.ok()) return connection.status();
  v1::DiffCodeSetsRequest request;
  request.set_previous(previous_);
  absl::StatusOr<v1::DiffCodeSetsResponse> response = connection->registry->DiffCodeSets(request);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    context.terminal.out << consumer::ProtoJson(*response) << "\n";
    return absl::OkStatus();
  }
  context.terminal.out << "in force  " << VersionLabel(response->active()) << "\nother     "
                       << VersionLabel(response->other()) << "\n\n";
  PrintDiff(response->diff(), context.terminal);
  return absl::OkStatus();
}

}  // namespace docshare::admin
