#include "admin/cli/register_list_command.h"

#include <utility>

#include "admin/cli/connection.h"
#include "consumer/cli/metadata_values.h"
#include "consumer/cli/printable_text.h"
#include "consumer/cli/proto_json.h"

namespace docshare::admin {

using consumer::CommandContext;
using consumer::CommandDescription;

CommandDescription RegisterListCommand::Describe() {
  return {
      {"repository", "register-list"},
      "register the list of a patient's documents, made when it is retrieved",
      {{"--patient", "CX", "ID^^^&OID&ISO, or ID alone with the profile's authority", &patient_,
        true},
       {"--repository", "OID", "which one, when the profile has several", &repository_}},
      "It becomes an on-demand entry of the patient: `docshare find --on-demand` finds it, and\n"
      "`docshare get` gives the approved documents of that moment as a table. A patient has one:\n"
      "repeating it tells the one that is there. The repository needs document_list in its\n"
      "configuration. With --json it is a docshare.admin.v1.RegisterDocumentListResponse in\n"
      "protobuf's JSON form.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin repository register-list --patient 12838520020\n"
      "  docshare-admin repository register-list --patient "
      "'12838520020^^^&2.16.578.1.12.4.1.4.1&ISO'\n",
  };
}

absl::Status RegisterListCommand::Run(CommandContext& context) {
  absl::StatusOr<RepositoryConnection> connection = ConnectRepository(context, repository_);
  if (!connection.ok()) return connection.status();
  v1::RegisterDocumentListRequest request;
  auto patient = consumer::ParsePatient("--patient", patient_,
                                        connection->profile.publish().patient_authority());
  if (!patient.ok()) return patient.status();
  *request.mutable_patient_id() = *std::move(patient);
  absl::StatusOr<v1::RegisterDocumentListResponse> response =
      connection->repository->RegisterDocumentList(request);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    context.terminal.out << consumer::ProtoJson(*response) << "\n";
    return absl::OkStatus();
  }
  context.terminal.out << (response->already_registered() ? "registered before: " : "registered: ")
                       << consumer::PrintableText(response->unique_id()) << " ("
                       << consumer::PrintableText(response->entry_uuid()) << ")\n";
  return absl::OkStatus();
}

}  // namespace docshare::admin
