#include "admin/cli/rebuild_indexes_command.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "admin/cli/connection.h"
#include "admin/cli/row_progress.h"
#include "admin/cli/told_failure.h"
#include "consumer/cli/error_report.h"
#include "consumer/cli/interruption.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/next_step.h"
#include "consumer/cli/printable_text.h"

namespace docshare::admin {
namespace {

using consumer::CommandContext;
using consumer::CommandDescription;

// What a rebuild came to.
struct Result {
  uint64_t rows = 0;
  uint64_t changed = 0;
  uint64_t unreadable = 0;
};

void Print(const Result& result, bool dry_run, const CommandContext& context) {
  if (context.options.json) {
    consumer::JsonWriter json;
    json.BeginObject();
    json.Key("dryRun").Bool(dry_run);
    json.Key("rows").Number(result.rows);
    json.Key("changed").Number(result.changed);
    json.Key("unreadable").Number(result.unreadable);
    json.EndObject();
    context.terminal.out << json.text() << "\n";
    return;
  }
  context.terminal.out << "looked at " << FormatCount(result.rows) << " rows: ";
  if (result.changed == 0) {
    context.terminal.out << "every index agrees with the objects\n";
  } else {
    context.terminal.out << FormatCount(result.changed) << " index rows "
                         << (dry_run ? "are missing, wrong or stray\n"
                                     : "were missing, wrong or stray; put right\n");
  }
}

}  // namespace

CommandDescription RebuildIndexesCommand::Describe() {
  return {
      {"rebuild-indexes"},
      "compare index rows with the objects and put right what differs",
      {{"--dry-run", "", "compare and change nothing", &dry_run_}},
      "The registry goes on serving. Interrupting it does no harm: what was put right stays, and\n"
      "the next run begins anew. Afterwards --dry-run shows that everything agrees. Objects that\n"
      "cannot be read are named and no rebuild helps them: restore a backup (exit code 6).\n"
      "\n"
      "Examples:\n"
      "  docshare-admin rebuild-indexes --dry-run\n"
      "  docshare-admin rebuild-indexes --json\n",
  };
}

absl::Status RebuildIndexesCommand::Run(CommandContext& context) {
  absl::StatusOr<Connection> connection = Connect(context);
  if (!connection.ok()) return connection.status();
  const consumer::Terminal& terminal = context.terminal;
  consumer::Interruption interruption;
  Result result;
  bool done = false;
  {
    RowProgress progress(terminal.err_is_terminal ? &terminal.err : nullptr, terminal.width,
                         &context.clock);
    v1::RebuildIndexesRequest request;
    request.set_compare_only(dry_run_);
    absl::Status status = connection->registry->RebuildIndexes(
        request,
        [&](const v1::RebuildIndexesResponse& response) {
          result.rows = response.rows();
          result.changed = response.changed();
          result.unreadable += static_cast<uint64_t>(response.unreadable_size());
          done = response.done();
          if (!response.unreadable().empty()) progress.Clear();
          for (const std::string& key : response.unreadable()) {
            terminal.err << "cannot be read: " << consumer::PrintableText(key) << "\n";
          }
          progress.Update(response.step(), response.rows(), response.rows_total());
          return absl::OkStatus();
        },
        [&] { return interruption.Check(); });
    if (absl::IsAborted(status)) {
      return consumer::WithNextStep(status, "Wait until it has ended, then run it again.");
    }
    if (!status.ok()) return status;
  }
  if (!done) return absl::UnavailableError("the server ended the rebuild before it was done");
  Print(result, dry_run_, context);
  if (result.unreadable == 0) return absl::OkStatus();
  const absl::Status failure = consumer::WithNextStep(
      absl::DataLossError(absl::StrCat(result.unreadable, " objects cannot be read")),
      "Their rows are damaged: check the disk and restore a backup.");
  if (!context.options.json) return failure;
  // Standard output has its one document already.
  terminal.err << consumer::ErrorReport(failure) << std::flush;
  return ToldFailure(failure);
}

}  // namespace docshare::admin
