#include "admin/cli/patient_feed_command.h"

#include "absl/status/status.h"
#include "admin/cli/connection.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/next_step.h"

namespace docshare::admin {

using consumer::CommandContext;
using consumer::CommandDescription;

CommandDescription PatientFeedCommand::Describe() {
  CommandDescription description = feed_.Describe();
  description.summary = "make a patient known, or give a known one a new name";
  description.flags.push_back(
      {"--dry-run", "", "only tell whether the patient is known already", &dry_run_});
  description.details =
      "What is not given stays as it was.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin patient feed --patient 12838520020 --family Nordmann --given Kari\n"
      "  docshare-admin patient feed --patient 12838520020 --dry-run\n";
  return description;
}

absl::Status PatientFeedCommand::Run(CommandContext& context) {
  return dry_run_ ? RunDry(context) : feed_.Run(context);
}

absl::Status PatientFeedCommand::RunDry(CommandContext& context) {
  absl::StatusOr<Connection> connection = Connect(context);
  if (!connection.ok()) return connection.status();
  auto feed = feed_.Request(connection->profile.publish().patient_authority());
  if (!feed.ok()) return feed.status();
  v1::LookUpPatientRequest request;
  *request.mutable_patient_id() = feed->patient_id();
  auto record = connection->registry->LookUpPatient(request);
  const absl::Status found = record.status();
  if (!found.ok() && !absl::IsNotFound(found)) return found;
  if (found.ok() && record->patient().has_merged_into()) {
    return consumer::WithNextStep(
        absl::FailedPreconditionError(
            "--patient: this number was merged into another one and is accepted no more"),
        "`docshare-admin patient show` tells which number stayed: feed that one.");
  }
  if (context.options.json) {
    consumer::JsonWriter json;
    json.BeginObject();
    json.Key("dryRun").Bool(true);
    json.Key("known").Bool(found.ok());
    json.EndObject();
    context.terminal.out << json.text() << "\n";
  } else {
    context.terminal.out << (found.ok() ? "the patient is known and would be updated\n"
                                        : "the patient is not known and would be made known\n");
  }
  return absl::OkStatus();
}

}  // namespace docshare::admin
