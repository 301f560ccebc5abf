#include "admin/cli/patient_feed_command.h"

#include "admin/cli/connection.h"
#include "consumer/cli/json_writer.h"

namespace docshare::admin {

using consumer::CommandContext;
using consumer::CommandDescription;

CommandDescription PatientFeedCommand::Describe() {
  CommandDescription description = feed_.Describe();
  description.summary = "make a patient known, or give a known one a new name";
  description.flags.push_back(
      {"--dry-run", "", "only tell whether the patient is known already", &dry_run_});
  description.details =
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
  absl::Status found = connection->registry->LookUpPatient(request).status();
  if (!found.ok() && !absl::IsNotFound(found)) return found;
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
