#include "admin/cli/repository_commands.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "admin/cli/connection.h"
#include "admin/cli/row_progress.h"
#include "admin/cli/told_failure.h"
#include "consumer/cli/confirmation.h"
#include "consumer/cli/error_report.h"
#include "consumer/cli/interruption.h"
#include "consumer/cli/next_step.h"
#include "consumer/cli/printable_text.h"
#include "consumer/cli/proto_json.h"
#include "consumer/cli/table.h"

namespace docshare::admin {
namespace {

using consumer::CommandContext;
using consumer::CommandDescription;

std::string Result(const v1::ScrubResult& result) {
  return absl::StrCat(FormatCount(result.documents()), " documents, ", FormatCount(result.bytes()),
                      " bytes, ", FormatCount(result.damaged()), " damaged");
}

void Line(absl::string_view label, absl::string_view value, const CommandContext& context) {
  std::string padded(label);
  padded.resize(20, ' ');
  context.terminal.out << padded << consumer::PrintableText(value) << "\n";
}

}  // namespace

CommandDescription RepositoryStatusCommand::Describe() {
  return {
      {"repository", "status"},
      "tell how a repository is",
      {{"--repository", "OID", "which one, when the profile has several", &repository_}},
      "With --json it is a docshare.admin.v1.GetRepositoryStatusResponse in protobuf's JSON form.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin repository status\n"
      "  docshare-admin repository status --repository 2.999.2.1 --json\n",
  };
}

absl::Status RepositoryStatusCommand::Run(CommandContext& context) {
  absl::StatusOr<RepositoryConnection> connection = ConnectRepository(context, repository_);
  if (!connection.ok()) return connection.status();
  absl::StatusOr<v1::GetRepositoryStatusResponse> status = connection->repository->GetStatus();
  if (!status.ok()) return status.status();
  if (context.options.json) {
    context.terminal.out << consumer::ProtoJson(*status) << "\n";
    return absl::OkStatus();
  }
  const auto time = [](int64_t seconds) {
    return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", absl::FromUnixSeconds(seconds),
                            absl::UTCTimeZone());
  };
  Line("repository", status->repository_unique_id(), context);
  Line("version", status->version(), context);
  Line("running since", time(status->started_s()), context);
  Line("schema version", absl::StrCat(status->schema_version()), context);
  Line("unsettled", absl::StrCat(FormatCount(status->unsettled()), " submissions"), context);
  Line("active key", status->active_key_id(), context);
  const v1::ScrubResult& last = status->last_scrub();
  Line("last scrub",
       last.ended_s() == 0 ? "none since the start"
                           : absl::StrCat(time(last.ended_s()), ", ", Result(last)),
       context);
  Line("running scrub", Result(status->running_scrub()), context);
  return absl::OkStatus();
}

CommandDescription VerifyCommand::Describe() {
  return {
      {"repository", "verify"},
      "read one document and verify every byte of it",
      {{"UNIQUE-ID", "", "uniqueId of the document", &unique_id_, true},
       {"--repository", "OID", "which one, when the profile has several", &repository_}},
      "A damaged document ends it with exit code 6. With --json it is a\n"
      "docshare.admin.v1.VerifyDocumentResponse in protobuf's JSON form.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin repository verify 2.16.840.1.113883.19.5.99999.1\n",
  };
}

absl::Status VerifyCommand::Run(CommandContext& context) {
  absl::StatusOr<RepositoryConnection> connection = ConnectRepository(context, repository_);
  if (!connection.ok()) return connection.status();
  consumer::Interruption interruption;
  v1::StreamDocumentVerificationRequest request;
  request.set_unique_id(unique_id_);
  absl::optional<v1::VerifyDocumentResponse> response;
  {
    RowProgress progress(context.terminal.err_is_terminal ? &context.terminal.err : nullptr,
                         context.terminal.width, &context.clock, "bytes");
    absl::Status status = connection->repository->StreamDocumentVerification(
        request,
        [&](const v1::StreamDocumentVerificationResponse& told) {
          if (told.has_verdict()) response = told.verdict();
          progress.Update("verifying", told.bytes(), told.bytes_total());
          return absl::OkStatus();
        },
        [&] { return interruption.Check(); });
    if (!status.ok()) return status;
  }
  if (!response) return absl::UnavailableError("the server ended before all was verified");
  const v1::StoredDocumentFacts& document = response->document();
  if (context.options.json) {
    context.terminal.out << consumer::ProtoJson(*response) << "\n";
  } else {
    Line("document", document.unique_id(), context);
    Line("size", absl::StrCat(FormatCount(document.size()), " bytes"), context);
    Line("SHA-1", document.hash(), context);
    Line("SHA-256", document.sha256(), context);
    Line("media type", document.mime_type(), context);
    Line("class", document.class_code(), context);
    if (response->fault().empty()) Line("verdict", "every byte is as it was stored", context);
  }
  if (response->fault().empty()) return absl::OkStatus();
  absl::Status failure = consumer::WithNextStep(
      absl::DataLossError(response->fault()),
      "Check the disk, and have its source publish the same submission again: that mends it. "
      "Else restore a backup.");
  if (!context.options.json) return failure;
  context.terminal.err << consumer::ErrorReport(failure) << std::flush;
  return ToldFailure(failure);
}

CommandDescription RemoveCommand::Describe() {
  return {
      {"repository", "remove"},
      "remove the bytes of one document for good",
      {{"UNIQUE-ID", "", "uniqueId of the document", &unique_id_, true},
       {"--repository", "OID", "which one, when the profile has several", &repository_},
       {"--yes", "", "do not ask", &yes_}},
      "For a document that no registry lists. Where one lists it, it goes on doing so; to take a\n"
      "document back with its metadata use `docshare-admin withdraw --bytes`. A damaged document "
      "is\n"
      "mended when its source publishes it again, without removing it. The certificate needs the\n"
      "role REMOVE.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin repository remove 2.16.840.1.113883.19.5.99999.1\n",
  };
}

absl::Status RemoveCommand::Run(CommandContext& context) {
  absl::StatusOr<RepositoryConnection> connection = ConnectRepository(context, repository_);
  if (!connection.ok()) return connection.status();
  absl::Status confirmed = consumer::Confirm(
      context.terminal, yes_, "This removes the bytes of the document for good.", unique_id_);
  if (!confirmed.ok()) return confirmed;
  repository::v1::RemoveDocumentsRequest request;
  repository::v1::DocumentRequest& document = *request.add_documents();
  document.set_repository_unique_id(connection->repository_unique_id);
  document.set_document_unique_id(unique_id_);
  const auto response = connection->repository->RemoveDocuments(request);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    context.terminal.out << consumer::ProtoJson(*response) << "\n";
  } else {
    context.terminal.out << "removed the bytes of " << consumer::PrintableText(unique_id_) << "\n";
  }
  return absl::OkStatus();
}

CommandDescription DiskUsageCommand::Describe() {
  return {
      {"repository", "usage"},
      "count documents and their bytes by class",
      {{"--repository", "OID", "which one, when the profile has several", &repository_}},
      "The class is the one a document was published with. With --json it is a\n"
      "docshare.admin.v1.GetDiskUsageResponse in protobuf's JSON form.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin repository usage\n"
      "  docshare-admin repository usage --json\n",
  };
}

absl::Status DiskUsageCommand::Run(CommandContext& context) {
  absl::StatusOr<RepositoryConnection> connection = ConnectRepository(context, repository_);
  if (!connection.ok()) return connection.status();
  consumer::Interruption interruption;
  v1::GetDiskUsageResponse last;
  {
    RowProgress progress(context.terminal.err_is_terminal ? &context.terminal.err : nullptr,
                         context.terminal.width, &context.clock, "documents");
    absl::Status status = connection->repository->GetDiskUsage(
        [&](const v1::GetDiskUsageResponse& response) {
          last = response;
          progress.Update("counting", response.documents(), 0);
          return absl::OkStatus();
        },
        [&] { return interruption.Check(); });
    if (!status.ok()) return status;
  }
  if (!last.done()) return absl::UnavailableError("the server ended before everything was counted");
  if (context.options.json) {
    context.terminal.out << consumer::ProtoJson(last) << "\n";
    return absl::OkStatus();
  }
  std::vector<std::vector<std::string>> rows;
  for (const v1::ClassUsage& usage : last.classes()) {
    rows.push_back({usage.class_code().empty() ? "(none)" : usage.class_code(),
                    FormatCount(usage.documents()), FormatCount(usage.bytes())});
  }
  const size_t width = context.terminal.out_is_terminal ? context.terminal.width : 0;
  context.terminal.out << consumer::RenderTable(
                              {{"CLASS", false, 12}, {"DOCUMENTS", true}, {"BYTES", true}}, rows,
                              width)
                       << FormatCount(last.documents()) << " documents, "
                       << FormatCount(last.free_bytes()) << " bytes free\n";
  return absl::OkStatus();
}

}  // namespace docshare::admin
