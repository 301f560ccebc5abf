#include "admin/cli/patient_merge_command.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "admin/cli/connection.h"
#include "admin/cli/patient_record_view.h"
#include "consumer/cli/confirmation.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/next_step.h"

namespace docshare::admin {
namespace {

using consumer::CommandContext;
using consumer::CommandDescription;

// What is merged into what.
struct Pair {
  v1::PatientRecord surviving;
  v1::PatientRecord subsumed;
};

absl::StatusOr<v1::PatientRecord> LookUp(RegistryAdmin& registry, const char* flag,
                                         const metadata::v1::PatientIdentifier& patient) {
  v1::LookUpPatientRequest request;
  *request.mutable_patient_id() = patient;
  absl::StatusOr<v1::LookUpPatientResponse> response = registry.LookUpPatient(request);
  if (absl::IsNotFound(response.status())) {
    return consumer::WithNextStep(
        absl::NotFoundError(absl::StrCat(flag, ": the registry does not know this patient")),
        "Check the number and its authority, or make the patient known first: `docshare-admin "
        "patient feed --patient ...`.");
  }
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_patient());
}

absl::Status WasMerged(const char* flag) {
  return consumer::WithNextStep(
      absl::FailedPreconditionError(
          absl::StrCat(flag, ": this number was merged into another one and is accepted no more")),
      "`docshare-admin patient show` tells which number stayed: name that one.");
}

void PrintPair(const Pair& pair, std::ostream& out) {
  out << "Surviving\n";
  PrintPatientRecord(pair.surviving, "  ", out);
  out << "Subsumed, no longer accepted afterwards\n";
  PrintPatientRecord(pair.subsumed, "  ", out);
}

void PrintPairJson(const Pair& pair, std::ostream& out) {
  consumer::JsonWriter json;
  json.BeginObject();
  json.Key("dryRun").Bool(true);
  json.Key("surviving");
  WritePatientRecord(pair.surviving, json);
  json.Key("subsumed");
  WritePatientRecord(pair.subsumed, json);
  json.Key("objectsToMove").Number(ObjectCount(pair.subsumed));
  json.EndObject();
  out << json.text() << "\n";
}

}  // namespace

CommandDescription PatientMergeCommand::Describe() {
  CommandDescription description = merge_.Describe();
  description.flags.push_back({"--dry-run", "", "only show both records", &dry_run_});
  description.details =
      "Everything under the subsumed number is found under the surviving one from then on. There\n"
      "is no way back: both records are shown, and the subsumed number has to be typed.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin patient merge --surviving 12838520020 --subsumed 43827910156 --dry-run\n"
      "  docshare-admin patient merge --surviving 12838520020 \\\n"
      "      --subsumed '43827910156^^^&2.16.578.1.12.4.1.4.2&ISO'\n";
  return description;
}

absl::Status PatientMergeCommand::Run(CommandContext& context) {
  absl::StatusOr<Connection> connection = Connect(context);
  if (!connection.ok()) return connection.status();
  auto request = merge_.Request(connection->profile.publish().patient_authority());
  if (!request.ok()) return request.status();
  auto surviving = LookUp(*connection->registry, "--surviving", request->surviving());
  if (!surviving.ok()) return surviving.status();
  auto subsumed = LookUp(*connection->registry, "--subsumed", request->subsumed());
  if (!subsumed.ok()) return subsumed.status();
  const Pair pair{*std::move(surviving), *std::move(subsumed)};
  if (pair.surviving.has_merged_into()) return WasMerged("--surviving");
  // The same merge once more is no mistake.
  if (pair.subsumed.has_merged_into() &&
      pair.subsumed.merged_into().number() != pair.surviving.number()) {
    return WasMerged("--subsumed");
  }
  if (dry_run_) {
    if (context.options.json) {
      PrintPairJson(pair, context.terminal.out);
    } else {
      PrintPair(pair, context.terminal.out);
    }
    return absl::OkStatus();
  }
  if (!merge_.yes()) PrintPair(pair, context.terminal.err);
  absl::Status confirmed = consumer::Confirm(
      context.terminal, merge_.yes(),
      "This merges the subsumed record into the surviving one for good.", request->subsumed().id());
  if (!confirmed.ok()) return confirmed;
  return merge_.Merge(context);
}

}  // namespace docshare::admin
