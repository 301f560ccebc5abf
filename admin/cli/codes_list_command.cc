#include "admin/cli/codes_list_command.h"

#include <vector>

#include "admin/cli/code_sets_view.h"
#include "admin/cli/connection.h"
#include "admin/cli/row_progress.h"
#include "consumer/cli/proto_json.h"
#include "consumer/cli/table.h"

namespace docshare::admin {
namespace {

using consumer::CommandContext;
using consumer::CommandDescription;

void PrintVersions(const v1::ListCodeSetsResponse& response, std::ostream& out) {
  out << "In force  " << VersionLabel(response.active()) << "\n";
  if (response.has_loaded()) out << "Loaded    " << VersionLabel(response.loaded()) << "\n";
  if (response.has_previous()) out << "Before    " << VersionLabel(response.previous()) << "\n";
  out << "\n";
}

void PrintCounts(const v1::ListCodeSetsResponse& response, const consumer::Terminal& terminal) {
  std::vector<std::vector<std::string>> rows;
  for (const v1::CodeSet& set : response.code_sets()) {
    rows.push_back({set.attribute(), set.count() == 0 ? "any" : FormatCount(set.count())});
  }
  terminal.out << consumer::RenderTable({{"ATTRIBUTE"}, {"CODES", true}}, rows, 0);
}

void PrintCodes(const v1::CodeSet& set, const consumer::Terminal& terminal) {
  if (set.count() == 0) {
    terminal.out << set.attribute() << " may have any value\n";
    return;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& code : set.codes()) {
    rows.push_back({code.code(), code.code_system(), code.display_name()});
  }
  terminal.out << consumer::RenderTable({{"CODE"}, {"CODE SYSTEM"}, {"NAME", false, 12}}, rows,
                                        terminal.out_is_terminal ? terminal.width : 0);
  if (set.count() > rows.size()) {
    terminal.err << "there are " << FormatCount(set.count() - rows.size()) << " more\n";
  }
}

}  // namespace

CommandDescription CodesListCommand::Describe() {
  return {
      {"codes", "list"},
      "list the value sets in force",
      {{"--attribute", "NAME", "list the codes of this attribute, for example classCode",
        &attribute_}},
      "With --json it is a docshare.admin.v1.ListCodeSetsResponse in protobuf's JSON form.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin codes list\n"
      "  docshare-admin codes list --attribute classCode --json\n",
  };
}

absl::Status CodesListCommand::Run(CommandContext& context) {
  absl::StatusOr<Connection> connection = Connect(context);
  if (!connection.ok()) return connection.status();
  v1::ListCodeSetsRequest request;
  request.set_attribute(attribute_);
  absl::StatusOr<v1::ListCodeSetsResponse> response = connection->registry->ListCodeSets(request);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    context.terminal.out << consumer::ProtoJson(*response) << "\n";
  } else if (attribute_.empty()) {
    PrintVersions(*response, context.terminal.out);
    PrintCounts(*response, context.terminal);
  } else {
    for (const v1::CodeSet& set : response->code_sets()) PrintCodes(set, context.terminal);
  }
  return absl::OkStatus();
}

}  // namespace docshare::admin
