#include "admin/cli/validate_command.h"

#include <utility>
#include <vector>

#include "admin/cli/connection.h"
#include "admin/cli/submission_file.h"
#include "admin/cli/told_failure.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/table.h"

namespace docshare::admin {
namespace {

using consumer::CommandContext;
using consumer::CommandDescription;
using google::protobuf::RepeatedPtrField;
using metadata::v1::RegistryError;
using registry::v1::RegisterDocumentSetRequest;
using registry::v1::ValidateSubmissionRequest;
using registry::v1::ValidateSubmissionResponse;

bool IsWarning(const RegistryError& finding) {
  return finding.severity() == metadata::v1::SEVERITY_WARNING;
}

bool AllWarnings(const RepeatedPtrField<RegistryError>& findings) {
  for (const RegistryError& finding : findings) {
    if (!IsWarning(finding)) return false;
  }
  return true;
}

void PrintJson(bool accepted, const RepeatedPtrField<RegistryError>& findings, std::ostream& out) {
  consumer::JsonWriter json;
  json.BeginObject();
  json.Key("accepted").Bool(accepted);
  json.Key("findings").BeginArray();
  for (const RegistryError& finding : findings) {
    json.BeginObject();
    json.Key("severity").String(IsWarning(finding) ? "WARNING" : "ERROR");
    json.Key("errorCode").String(finding.error_code());
    json.Key("location").String(finding.location());
    json.Key("codeContext").String(finding.code_context());
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  out << json.text() << "\n";
}

void PrintForPeople(bool accepted, const RepeatedPtrField<RegistryError>& findings,
                    const consumer::Terminal& terminal) {
  std::vector<std::vector<std::string>> rows;
  for (const RegistryError& finding : findings) {
    rows.push_back({IsWarning(finding) ? "warning" : "error", finding.error_code(),
                    finding.location(), finding.code_context()});
  }
  if (!rows.empty()) {
    terminal.out << consumer::RenderTable(
                        {{""}, {"CODE", false, 12}, {"WHERE", false, 16}, {"WHAT", false, 24}},
                        rows, terminal.out_is_terminal ? terminal.width : 0)
                 << "\n";
  }
  terminal.out << (accepted ? "the registry would accept it\n" : "the registry would refuse it\n");
}

}  // namespace

CommandDescription ValidateCommand::Describe() {
  return {
      {"validate"},
      "tell what the registry would say to a submission",
      {
          {"FILE", "", "ebRIM XML (SubmitObjectsRequest), or JSON as `docshare publish --dry-run`",
           &file_, true},
          {"--as", "KIND", "register (default), on-demand, update or restricted-update", &as_},
      },
      "Every fault is told, and every warning. Needs the role REGISTER. The exit code is 0 when "
      "the\n"
      "registry would accept the submission and 1 when it would refuse it.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin validate submission.xml\n"
      "  docshare-admin validate update.json --as update --json\n",
  };
}

absl::StatusOr<ValidateSubmissionRequest> ValidateCommand::Request(
    RegisterDocumentSetRequest submission) const {
  ValidateSubmissionRequest request;
  if (as_ == "register") {
    *request.mutable_register_document_set() = std::move(submission);
  } else if (as_ == "on-demand") {
    auto& on_demand = *request.mutable_register_on_demand_document_entry();
    *on_demand.mutable_submission_set() = std::move(*submission.mutable_submission_set());
    *on_demand.mutable_document_entries() = std::move(*submission.mutable_document_entries());
    *on_demand.mutable_associations() = std::move(*submission.mutable_associations());
    *on_demand.mutable_folders() = std::move(*submission.mutable_folders());
  } else if (as_ == "update") {
    *request.mutable_update_document_set()->mutable_submission() = std::move(submission);
  } else if (as_ == "restricted-update") {
    *request.mutable_restricted_update_document_set()->mutable_submission() = std::move(submission);
  } else {
    return absl::InvalidArgumentError(
        "--as: write register, on-demand, update or restricted-update");
  }
  return request;
}

absl::Status ValidateCommand::Run(CommandContext& context) {
  absl::StatusOr<SubmissionFile> file = ReadSubmissionFile(file_);
  if (!file.ok()) return file.status();
  auto findings = file->faults.errors();
  // What could not be read whole is not what would be sent.
  bool accepted = AllWarnings(findings);
  if (accepted) {
    absl::StatusOr<ValidateSubmissionRequest> request = Request(std::move(file->submission));
    if (!request.ok()) return request.status();
    absl::StatusOr<Connection> connection = Connect(context);
    if (!connection.ok()) return connection.status();
    auto verdict = connection->registry->ValidateSubmission(*request);
    if (!verdict.ok()) return verdict.status();
    accepted = verdict->accepted();
    findings.MergeFrom(verdict->findings());
  }
  if (context.options.json) {
    PrintJson(accepted, findings, context.terminal.out);
  } else {
    PrintForPeople(accepted, findings, context.terminal);
  }
  if (accepted) return absl::OkStatus();
  return ToldFailure(absl::AbortedError("the registry would refuse the submission"));
}

}  // namespace docshare::admin
