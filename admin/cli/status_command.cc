#include "admin/cli/status_command.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "admin/cli/connection.h"
#include "admin/cli/object_lookup.h"
#include "admin/cli/row_progress.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/printable_text.h"

namespace docshare::admin {
namespace {

using consumer::CommandContext;
using consumer::CommandDescription;

constexpr size_t kLabelWidth = 22;

void PrintJson(const v1::GetStatusResponse& status, std::ostream& out) {
  consumer::JsonWriter json;
  json.BeginObject();
  json.Key("version").String(status.version());
  json.Key("homeCommunityId").String(status.home_community_id());
  json.Key("state").String(status.draining() ? "DRAINING" : "SERVING");
  json.Key("startedUnixSeconds").Number(static_cast<uint64_t>(status.started_s()));
  json.Key("schemaVersion").Number(status.schema_version());
  json.Key("ruleVersion").Number(status.rule_version());
  json.Key("commitPosition").Number(status.commit_position());
  json.Key("durablePosition").Number(status.durable_position());
  json.Key("counts").BeginObject();
  json.Key("patients").Number(status.counts().patients());
  json.Key("documentEntries").Number(status.counts().document_entries());
  json.Key("submissionSets").Number(status.counts().submission_sets());
  json.Key("folders").Number(status.counts().folders());
  json.Key("associations").Number(status.counts().associations());
  json.Key("exact").Bool(status.counts().exact());
  json.EndObject();
  json.Key("waitingCommands").Number(status.waiting_commands());
  json.Key("commands").Number(status.commands());
  json.Key("groups").Number(status.groups());
  json.Key("watches").Number(status.watches());
  json.EndObject();
  out << json.text() << "\n";
}

class Lines {
 public:
  explicit Lines(std::ostream& out) : out_(out) {}

  void Add(std::string label, const std::string& value) {
    label.append(label.size() < kLabelWidth ? kLabelWidth - label.size() : 1, ' ');
    out_ << label << consumer::PrintableText(value) << "\n";
  }

 private:
  std::ostream& out_;
};

void PrintForPeople(const v1::GetStatusResponse& status, std::ostream& out) {
  const v1::ObjectCounts& counts = status.counts();
  const std::string about = counts.exact() ? "" : "about ";
  Lines lines(out);
  lines.Add("State", status.draining() ? "draining: new calls go elsewhere" : "serving");
  lines.Add("Community", status.home_community_id());
  lines.Add("Release", absl::StrCat(status.version(), ", schema ", status.schema_version(),
                                    ", rules ", status.rule_version()));
  lines.Add("Up since", absl::StrCat(TimeLabel(status.started_s()), " UTC"));
  lines.Add("Commit position",
            absl::StrCat(status.commit_position(), ", durable up to ", status.durable_position()));
  lines.Add("Commands since start",
            absl::StrCat(FormatCount(status.commands()), " in ", FormatCount(status.groups()),
                         " groups, ", FormatCount(status.waiting_commands()), " waiting"));
  lines.Add("Followers", absl::StrCat(status.watches()));
  lines.Add("Patients", FormatCount(counts.patients()));
  lines.Add("Documents", about + FormatCount(counts.document_entries()));
  lines.Add("Submission sets", about + FormatCount(counts.submission_sets()));
  lines.Add("Folders", about + FormatCount(counts.folders()));
  lines.Add("Associations", about + FormatCount(counts.associations()));
}

}  // namespace

CommandDescription StatusCommand::Describe() {
  return {
      {"status"},
      "tell how the registry is: state, position, counts",
      {},
      "In a large registry objects are counted by a sample, right within some percent.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin status\n"
      "  docshare-admin status --json\n",
  };
}

absl::Status StatusCommand::Run(CommandContext& context) {
  absl::StatusOr<Connection> connection = Connect(context);
  if (!connection.ok()) return connection.status();
  absl::StatusOr<v1::GetStatusResponse> status = connection->registry->GetStatus();
  if (!status.ok()) return status.status();
  if (context.options.json) {
    PrintJson(*status, context.terminal.out);
  } else {
    PrintForPeople(*status, context.terminal.out);
  }
  return absl::OkStatus();
}

}  // namespace docshare::admin
