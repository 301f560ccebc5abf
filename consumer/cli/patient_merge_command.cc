#include "consumer/cli/patient_merge_command.h"

#include <utility>

#include "consumer/cli/json_writer.h"
#include "consumer/cli/metadata_values.h"
#include "consumer/cli/printable_text.h"
#include "consumer/cli/profile.h"
#include "domain/ids/patient_id.h"

namespace docshare::consumer {

using docshare::config::v1::ClientProfile;
using docshare::registry::v1::MergePatientsRequest;
using docshare::registry::v1::MergePatientsResponse;

CommandDescription PatientMergeCommand::Describe() {
  return {
      {"patient", "merge"},
      "join two numbers of one person, for good",
      {
          {"--surviving", "CX",
           "the number that stays: ID^^^&OID&ISO, or ID alone with the profile's authority",
           &surviving_, true},
          {"--subsumed", "CX", "the number that is no longer accepted", &subsumed_, true},
      },
      "Everything under the subsumed number is found under the surviving one from then on. There "
      "is\n"
      "no way back. Both numbers have to be known (`docshare patient feed`). The same merge again\n"
      "changes nothing.\n"
      "\n"
      "Examples:\n"
      "  docshare patient merge --surviving 12838520020 \\\n"
      "      --subsumed '43827910156^^^&2.16.578.1.12.4.1.4.2&ISO'\n",
  };
}

absl::StatusOr<MergePatientsRequest> PatientMergeCommand::Request(
    const std::string& default_authority) const {
  MergePatientsRequest request;
  auto surviving = ParsePatient("--surviving", surviving_, default_authority);
  if (!surviving.ok()) return surviving.status();
  *request.mutable_surviving() = *std::move(surviving);
  auto subsumed = ParsePatient("--subsumed", subsumed_, default_authority);
  if (!subsumed.ok()) return subsumed.status();
  *request.mutable_subsumed() = *std::move(subsumed);
  return request;
}

absl::Status PatientMergeCommand::Run(CommandContext& context) {
  absl::StatusOr<ClientProfile> profile = LoadProfile(context);
  if (!profile.ok()) return profile.status();
  absl::StatusOr<MergePatientsRequest> request = Request(profile->publish().patient_authority());
  if (!request.ok()) return request.status();
  absl::StatusOr<PatientId> surviving = PatientId::FromProto(request->surviving());
  if (!surviving.ok()) return surviving.status();
  absl::StatusOr<PatientId> subsumed = PatientId::FromProto(request->subsumed());
  if (!subsumed.ok()) return subsumed.status();
  auto feed = ConnectPatientFeed(*profile, context.options);
  if (!feed.ok()) return feed.status();
  absl::StatusOr<MergePatientsResponse> response = (*feed)->Merge(*request);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    JsonWriter json;
    json.BeginObject();
    json.Key("surviving").String(surviving->ToCx());
    json.Key("subsumed").String(subsumed->ToCx());
    json.Key("changed").Bool(response->changed());
    json.Key("movedObjects").Number(response->moved_objects());
    json.Key("commitPosition").Number(response->commit_position());
    json.EndObject();
    context.terminal.out << json.text() << "\n";
  } else if (response->changed()) {
    context.terminal.out << PrintableText(subsumed->ToCx()) << " is "
                         << PrintableText(surviving->ToCx())
                         << " now; documents, folders and submissions moved: "
                         << response->moved_objects() << "\n";
  } else {
    context.terminal.out << PrintableText(subsumed->ToCx()) << " was "
                         << PrintableText(surviving->ToCx()) << " already\n";
  }
  return absl::OkStatus();
}

}  // namespace docshare::consumer
