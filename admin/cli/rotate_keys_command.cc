#include "admin/cli/rotate_keys_command.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "admin/cli/connection.h"
#include "admin/cli/row_progress.h"
#include "consumer/cli/interruption.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/next_step.h"
#include "consumer/cli/table.h"

namespace docshare::admin {
namespace {

using consumer::CommandContext;
using consumer::CommandDescription;

// What one server did.
struct Rotated {
  std::string server;
  std::string key_id;
  uint64_t keys = 0;
  uint64_t rewrapped = 0;
};

absl::StatusOr<Rotated> RotateRepository(const RepositoryConnection& connection,
                                         const consumer::Interruption& interruption,
                                         const CommandContext& context) {
  const consumer::Terminal& terminal = context.terminal;
  RowProgress progress(terminal.err_is_terminal ? &terminal.err : nullptr, terminal.width,
                       &context.clock, "keys");
  v1::RotateKeysResponse last;
  absl::Status status = connection.repository->RotateKeys(
      [&](const v1::RotateKeysResponse& response) {
        last = response;
        progress.Update(connection.repository_unique_id, response.keys(), response.keys_total());
        return absl::OkStatus();
      },
      [&] { return interruption.Check(); });
  if (!status.ok()) return status;
  if (!last.done()) return absl::UnavailableError("the server ended before all keys were done");
  return Rotated{absl::StrCat("repository ", connection.repository_unique_id), last.active_key_id(),
                 last.keys(), last.rewrapped()};
}

void Print(const std::vector<Rotated>& servers, const CommandContext& context) {
  if (context.options.json) {
    consumer::JsonWriter json;
    json.BeginArray();
    for (const Rotated& server : servers) {
      json.BeginObject();
      json.Key("server").String(server.server);
      json.Key("activeKey").String(server.key_id);
      json.Key("keys").Number(server.keys);
      json.Key("rewrapped").Number(server.rewrapped);
      json.EndObject();
    }
    json.EndArray();
    context.terminal.out << json.text() << "\n";
    return;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Rotated& server : servers) {
    rows.push_back(
        {server.server, server.key_id, FormatCount(server.keys), FormatCount(server.rewrapped)});
  }
  context.terminal.out << consumer::RenderTable(
      {{"SERVER"}, {"ACTIVE KEY"}, {"KEYS", true}, {"WRAPPED ANEW", true}}, rows, 0);
}

}  // namespace

CommandDescription RotateKeysCommand::Describe() {
  return {
      {"rotate-keys"},
      "have all servers use the active key of their key rings",
      {},
      "Each server reads its key ring file again and wraps the keys of what it stores under the\n"
      "active key; documents and rows are not touched, and it goes on serving. First add a key to\n"
      "the file on each server: `docshare-admin keys add FILE`. When this has ended well, the\n"
      "older keys may be taken out: `docshare-admin keys remove`. Safe to repeat.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin rotate-keys\n"
      "  docshare-admin rotate-keys --json\n",
  };
}

absl::Status RotateKeysCommand::Run(CommandContext& context) {
  absl::StatusOr<Connection> registry = Connect(context);
  if (!registry.ok()) return registry.status();
  absl::StatusOr<std::vector<RepositoryConnection>> repositories = ConnectRepositories(context);
  if (!repositories.ok()) return repositories.status();
  consumer::Interruption interruption;
  std::vector<Rotated> servers;
  absl::StatusOr<v1::RotateDatabaseKeyResponse> rotated = registry->registry->RotateDatabaseKey();
  if (!rotated.ok()) return consumer::WithNextStep(rotated.status(), "No repository was asked.");
  servers.push_back({"registry", rotated->active_key_id(), 1, rotated->rewrapped() ? 1u : 0u});
  for (const RepositoryConnection& connection : *repositories) {
    absl::StatusOr<Rotated> done = RotateRepository(connection, interruption, context);
    if (!done.ok()) {
      Print(servers, context);
      return consumer::WithNextStep(
          absl::Status(done.status().code(),
                       absl::StrCat("repository ", connection.repository_unique_id, ": ",
                                    done.status().message())),
          "Those above are done. Mend this one and run it again.");
    }
    servers.push_back(*std::move(done));
  }
  Print(servers, context);
  return absl::OkStatus();
}

}  // namespace docshare::admin
