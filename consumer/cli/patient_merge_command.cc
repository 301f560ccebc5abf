#include "consumer/cli/patient_merge_command.h"

#include <utility>

#include "consumer/cli/confirmation.h"
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
          {"--yes", "", "do it without a question", &yes_},
      },
      "Everything under the subsumed number is found under the surviving one from then on. There\n"
      "is no way back: the subsumed number has to be typed. `docshare-admin patient merge` shows\n"
      "both records first. Both numbers have to be known (`docshare patient feed`). The same "
      "merge\n"
      "again changes nothing. It takes about a second for each 10 000 documents; with more than\n"
      "50 000, give --timeout.\n"
      "\n"
      "Examples:\n"
      "  docshare patient merge --surviving 12838520020 \\\n"
      "      --subsumed '43827910156^^^&2.16.578.1.12.4.1.4.2&ISO'\n"
      "  docshare patient merge --surviving 12838520020 --subsumed 43827910156 --yes\n",
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
  absl::Status confirmed = Confirm(
      context.terminal, yes_, "This merges the subsumed record into the surviving one for good.",
      request->subsumed().id());
  if (!confirmed.ok()) return confirmed;
  return Merge(context);
}

absl::Status PatientMergeCommand::Merge(CommandContext& context) const {
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
