#include "admin/cli/patient_show_command.h"

#include <utility>

#include "admin/cli/connection.h"
#include "admin/cli/patient_record_view.h"
#include "consumer/cli/metadata_values.h"

namespace docshare::admin {

using consumer::CommandContext;
using consumer::CommandDescription;

CommandDescription PatientShowCommand::Describe() {
  return {
      {"patient", "show"},
      "tell what the registry knows of a patient",
      {{"--patient", "CX", "ID^^^&OID&ISO, or ID alone with the profile's authority", &patient_,
        true}},
      "Also for a number that was merged into another. Records that were merged into this one are\n"
      "told where they had documents, submissions or folders.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin patient show --patient 12838520020\n"
      "  docshare-admin patient show --patient '30916130186^^^&2.16.578.1.12.4.1.4.1&ISO' --json\n",
  };
}

absl::Status PatientShowCommand::Run(CommandContext& context) {
  absl::StatusOr<Connection> connection = Connect(context);
  if (!connection.ok()) return connection.status();
  v1::LookUpPatientRequest request;
  auto patient = consumer::ParsePatient("--patient", patient_,
                                        connection->profile.publish().patient_authority());
  if (!patient.ok()) return patient.status();
  *request.mutable_patient_id() = *std::move(patient);
  absl::StatusOr<v1::LookUpPatientResponse> response = connection->registry->LookUpPatient(request);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    consumer::JsonWriter json;
    WritePatientRecord(response->patient(), json);
    context.terminal.out << json.text() << "\n";
  } else {
    PrintPatientRecord(response->patient(), "", context.terminal.out);
  }
  return absl::OkStatus();
}

}  // namespace docshare::admin
