#include "admin/cli/codes_load_command.h"

#include "admin/cli/code_sets_view.h"
#include "admin/cli/connection.h"
#include "consumer/cli/proto_json.h"

namespace docshare::admin {

using consumer::CommandContext;
using consumer::CommandDescription;

CommandDescription CodesLoadCommand::Describe() {
  return {
      {"codes", "load"},
      "have the server read its files of codes again, and tell what would change",
      {},
      "The files are those of code_files in the server's configuration, on the server. Nothing\n"
      "else changes until `docshare-admin codes activate`. With --json it is a\n"
      "docshare.admin.v1.LoadCodeSetsResponse in protobuf's JSON form.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin codes load\n"
      "  docshare-admin codes load --json\n",
  };
}

absl::Status CodesLoadCommand::Run(CommandContext& context) {
  absl::StatusOr<Connection> connection = Connect(context);
  if (!connection.ok()) return connection.status();
  absl::StatusOr<v1::LoadCodeSetsResponse> response = connection->registry->LoadCodeSets();
  if (!response.ok()) return response.status();
  if (context.options.json) {
    context.terminal.out << consumer::ProtoJson(*response) << "\n";
    return absl::OkStatus();
  }
  context.terminal.out << "loaded    " << VersionLabel(response->loaded()) << "\nin force  "
                       << VersionLabel(response->active()) << "\n\n";
  PrintDiff(response->diff(), context.terminal);
  context.terminal.out << "put it in force: docshare-admin codes activate "
                       << response->loaded().number() << "\n";
  return absl::OkStatus();
}

}  // namespace docshare::admin
