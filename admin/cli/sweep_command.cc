#include "admin/cli/sweep_command.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "admin/cli/connection.h"
#include "admin/cli/row_progress.h"
#include "consumer/cli/confirmation.h"
#include "consumer/cli/interruption.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/printable_text.h"

namespace docshare::admin {
namespace {

using consumer::CommandContext;
using consumer::CommandDescription;

struct Swept {
  v1::SweepContentResponse last;
  std::vector<v1::StrayContent> strays;
};

absl::StatusOr<Swept> Sweep(RepositoryAdmin& repository, bool remove, CommandContext& context) {
  consumer::Interruption interruption;
  RowProgress progress(context.terminal.err_is_terminal ? &context.terminal.err : nullptr,
                       context.terminal.width, &context.clock, "files or objects");
  v1::SweepContentRequest request;
  request.set_remove(remove);
  Swept swept;
  absl::Status status = repository.SweepContent(
      request,
      [&](const v1::SweepContentResponse& response) {
        swept.last = response;
        swept.strays.insert(swept.strays.end(), response.strays().begin(), response.strays().end());
        progress.Update(remove ? "removing" : "looking", response.looked_at(), 0);
        return absl::OkStatus();
      },
      [&] { return interruption.Check(); });
  if (!status.ok()) return status;
  if (!swept.last.done()) {
    return absl::UnavailableError("the server ended before everything was looked at");
  }
  return swept;
}

std::string TimeText(int64_t seconds) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", absl::FromUnixSeconds(seconds),
                          absl::UTCTimeZone());
}

void Print(const Swept& swept, const CommandContext& context) {
  std::ostream& out = context.terminal.out;
  if (context.options.json) {
    consumer::JsonWriter json;
    json.BeginObject();
    json.Key("lookedAt").Number(swept.last.looked_at());
    json.Key("strays").BeginArray();
    for (const v1::StrayContent& stray : swept.strays) {
      json.BeginObject();
      json.Key("contentId").String(stray.content_id());
      json.Key("size").Number(stray.size());
      json.Key("written").String(TimeText(stray.written_s()));
      json.EndObject();
    }
    json.EndArray();
    json.Key("young").Number(swept.last.young());
    json.Key("removed").Number(swept.last.removed());
    json.EndObject();
    out << json.text() << "\n";
    return;
  }
  uint64_t bytes = 0;
  for (const v1::StrayContent& stray : swept.strays) {
    bytes += stray.size();
    out << consumer::PrintableText(stray.content_id()) << "  " << TimeText(stray.written_s())
        << "  " << FormatCount(stray.size()) << " bytes\n";
  }
  out << "looked at " << FormatCount(swept.last.looked_at()) << " files or objects: ";
  if (swept.strays.empty()) {
    out << "each belongs to a document";
  } else {
    out << FormatCount(swept.strays.size()) << " belong to no document, " << FormatCount(bytes)
        << " bytes";
  }
  if (swept.last.young() > 0) {
    out << "; " << FormatCount(swept.last.young()) << " younger than a day left alone";
  }
  if (swept.last.removed() > 0) out << "; removed " << FormatCount(swept.last.removed());
  out << "\n";
}

}  // namespace

CommandDescription SweepCommand::Describe() {
  return {
      {"repository", "sweep"},
      "find bytes in the bucket or folder that belong to no document",
      {{"--repository", "OID", "which one, when the profile has several", &repository_},
       {"--repair", "", "remove them for good", &repair_},
       {"--yes", "", "do not ask", &yes_}},
      "A crash leaves no such bytes. They are there after the catalogue was restored from an "
      "older\n"
      "backup: documents of the time after it, without keys, which nobody can read any more. Look\n"
      "for a newer backup before you remove them; it may know them. The repository goes on "
      "serving,\n"
      "and what is younger than a day is left alone.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin repository sweep\n"
      "  docshare-admin repository sweep --repository 2.999.2.1 --json\n"
      "  docshare-admin repository sweep --repair\n",
  };
}

absl::Status SweepCommand::Run(CommandContext& context) {
  absl::StatusOr<RepositoryConnection> connection = ConnectRepository(context, repository_);
  if (!connection.ok()) return connection.status();
  absl::StatusOr<Swept> swept = Sweep(*connection->repository, /*remove=*/false, context);
  if (swept.ok() && repair_ && !swept->strays.empty()) {
    absl::Status confirmed = consumer::Confirm(
        context.terminal, yes_,
        absl::StrCat("This removes ", swept->strays.size(), " files or objects for good."),
        connection->repository_unique_id);
    if (!confirmed.ok()) return confirmed;
    swept = Sweep(*connection->repository, /*remove=*/true, context);
  }
  if (!swept.ok()) return swept.status();
  Print(*swept, context);
  return absl::OkStatus();
}

}  // namespace docshare::admin
