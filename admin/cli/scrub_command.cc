#include "admin/cli/scrub_command.h"

#include <string>
#include <vector>

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

void Print(const v1::ScrubResponse& last, const std::vector<v1::DamagedDocument>& damaged,
           const CommandContext& context) {
  if (!context.options.json) {
    context.terminal.out << "verified " << FormatCount(last.documents()) << " documents, "
                         << FormatCount(last.bytes()) << " bytes: "
                         << (damaged.empty() ? std::string("every byte is as it was stored")
                                             : absl::StrCat(damaged.size(), " damaged"))
                         << "\n";
    return;
  }
  consumer::JsonWriter json;
  json.BeginObject();
  json.Key("documents").Number(last.documents());
  json.Key("bytes").Number(last.bytes());
  json.Key("damaged").BeginArray();
  for (const v1::DamagedDocument& document : damaged) {
    json.BeginObject();
    json.Key("uniqueId").String(document.unique_id());
    json.Key("fault").String(document.fault());
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  context.terminal.out << json.text() << "\n";
}

}  // namespace

CommandDescription ScrubCommand::Describe() {
  return {
      {"scrub"},
      "have a repository read every document and verify it",
      {{"--repository", "OID", "which one, when the profile has several", &repository_},
       {"--rate", "MIB", "MiB a second at most (as fast as it goes when not given)",
        &mib_per_second_}},
      "The repository goes on serving, and does the same by itself in the background, slowly\n"
      "(scrub_mib_per_s in its configuration). Interrupting it does no harm. Damaged documents\n"
      "are named, never served, and end it with exit code 6.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin scrub\n"
      "  docshare-admin scrub --repository 2.999.2.1 --rate 100 --json\n",
  };
}

absl::Status ScrubCommand::Run(CommandContext& context) {
  absl::StatusOr<RepositoryConnection> connection = ConnectRepository(context, repository_);
  if (!connection.ok()) return connection.status();
  const consumer::Terminal& terminal = context.terminal;
  consumer::Interruption interruption;
  v1::ScrubResponse last;
  std::vector<v1::DamagedDocument> damaged;
  {
    RowProgress progress(terminal.err_is_terminal ? &terminal.err : nullptr, terminal.width,
                         &context.clock, "documents");
    v1::ScrubRequest request;
    request.set_bytes_per_second(mib_per_second_ << 20);
    absl::Status status = connection->repository->Scrub(
        request,
        [&](const v1::ScrubResponse& response) {
          last = response;
          if (!response.damaged().empty()) progress.Clear();
          for (const v1::DamagedDocument& document : response.damaged()) {
            damaged.push_back(document);
            terminal.err << "damaged: " << consumer::PrintableText(document.unique_id()) << ": "
                         << consumer::PrintableText(document.fault()) << "\n";
          }
          progress.Update("verifying", response.documents(), response.documents_total());
          return absl::OkStatus();
        },
        [&] { return interruption.Check(); });
    if (absl::IsAborted(status)) {
      return consumer::WithNextStep(status, "Wait until it has ended, then run it again.");
    }
    if (!status.ok()) return status;
  }
  if (!last.done()) return absl::UnavailableError("the server ended before all was verified");
  Print(last, damaged, context);
  if (damaged.empty()) return absl::OkStatus();
  absl::Status failure = consumer::WithNextStep(
      absl::DataLossError(absl::StrCat(damaged.size(), " documents are damaged")),
      "Check the disk, and have their sources publish the same submissions again: that mends them. "
      "Else restore a backup.");
  if (!context.options.json) return failure;
  // Standard output has its one document already.
  terminal.err << consumer::ErrorReport(failure) << std::flush;
  return ToldFailure(failure);
}

}  // namespace docshare::admin
