#include "consumer/cli/error_report.h"

#include "absl/strings/str_cat.h"
#include "consumer/cli/exit_code.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/next_step.h"
#include "consumer/cli/printable_text.h"
#include "domain/errors/xds_error.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::RegistryError;
using docshare::metadata::v1::RegistryErrorList;

RegistryErrorList ErrorsOf(const absl::Status& status) {
  return RegistryErrorsOf(status).value_or(RegistryErrorList());
}

bool IsWarning(const RegistryError& error) {
  return error.severity() == docshare::metadata::v1::SEVERITY_WARNING;
}

}  // namespace

std::string ErrorReport(const absl::Status& status) {
  std::string report;
  const RegistryErrorList list = ErrorsOf(status);
  for (const RegistryError& error : list.errors()) {
    absl::StrAppend(&report, IsWarning(error) ? "warning " : "error ",
                    PrintableText(error.error_code()));
    if (!error.location().empty()) {
      absl::StrAppend(&report, " at ", PrintableText(error.location()));
    }
    absl::StrAppend(&report, ": ", PrintableText(error.code_context()), "\n");
  }
  if (list.errors().empty()) {
    absl::StrAppend(&report, "error: ", PrintableText(status.message()), "\n");
  }
  const std::string step = NextStep(status);
  if (!step.empty()) absl::StrAppend(&report, "hint: ", step, "\n");
  return report;
}

std::string ErrorReportJson(const absl::Status& status) {
  const RegistryErrorList list = ErrorsOf(status);
  JsonWriter json;
  json.BeginObject();
  json.Key("error").BeginObject();
  json.Key("exitCode").Number(static_cast<uint64_t>(ExitCodeOf(status)));
  json.Key("status").String(absl::StatusCodeToString(status.code()));
  json.Key("message").String(status.message());
  json.Key("hint").String(NextStep(status));
  json.Key("errors").BeginArray();
  for (const RegistryError& error : list.errors()) {
    json.BeginObject();
    json.Key("errorCode").String(error.error_code());
    json.Key("location").String(error.location());
    json.Key("codeContext").String(error.code_context());
    json.Key("severity").String(IsWarning(error) ? "WARNING" : "ERROR");
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  json.EndObject();
  return json.text() + "\n";
}

}  // namespace docshare::consumer
