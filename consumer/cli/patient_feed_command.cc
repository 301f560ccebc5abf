#include "consumer/cli/patient_feed_command.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/metadata_values.h"
#include "consumer/cli/printable_text.h"
#include "consumer/cli/profile.h"
#include "domain/ids/patient_id.h"

namespace docshare::consumer {
namespace {

using docshare::config::v1::ClientProfile;
using docshare::registry::v1::FeedPatientRequest;
using docshare::registry::v1::FeedPatientResponse;

// Source: HL7 v2 table 0001.
absl::StatusOr<std::string> SexCode(const std::string& text) {
  const std::string lower = absl::AsciiStrToLower(text);
  if (lower == "f" || lower == "female") return "F";
  if (lower == "m" || lower == "male") return "M";
  if (lower == "o" || lower == "other") return "O";
  if (lower == "u" || lower == "unknown") return "U";
  return absl::InvalidArgumentError("--sex: write F, M, O (other) or U (unknown)");
}

}  // namespace

CommandDescription PatientFeedCommand::Describe() {
  return {
      {"patient", "feed"},
      "make a patient known, so that documents can be published",
      {
          {"--patient", "CX", "ID^^^&OID&ISO, or ID alone with the profile's authority", &patient_,
           true},
          {"--family", "NAME", "family name", &family_},
          {"--given", "NAME", "given name", &given_},
          {"--birth-date", "DATE", "1985-03-12, or a part of it from the left", &birth_date_},
          {"--sex", "CODE", "F, M, O (other) or U (unknown)", &sex_},
      },
      "A patient who is known already gets the new name, birth date and sex.\n"
      "\n"
      "What is not given stays as it was.\n"
      "\n"
      "Examples:\n"
      "  docshare patient feed --patient 12838520020 --family Nordmann --given Kari --sex F\n"
      "  docshare patient feed --patient '30916130186^^^&2.16.578.1.12.4.1.4.1&ISO' \\\n"
      "      --birth-date 1961-11-30\n",
  };
}

absl::StatusOr<FeedPatientRequest> PatientFeedCommand::Request(
    const std::string& default_authority) const {
  FeedPatientRequest request;
  auto patient = ParsePatient("--patient", patient_, default_authority);
  if (!patient.ok()) return patient.status();
  *request.mutable_patient_id() = *std::move(patient);
  auto& demographics = *request.mutable_demographics();
  demographics.set_family_name(family_);
  demographics.set_given_name(given_);
  if (!birth_date_.empty()) {
    absl::StatusOr<std::string> date = ParseTime("--birth-date", birth_date_);
    if (!date.ok()) return date.status();
    if (date->size() > 8) {
      return absl::InvalidArgumentError("--birth-date: write a date without a time");
    }
    demographics.set_birth_date(*date);
  }
  if (!sex_.empty()) {
    absl::StatusOr<std::string> sex = SexCode(sex_);
    if (!sex.ok()) return sex.status();
    demographics.set_administrative_sex(*sex);
  }
  return request;
}

absl::Status PatientFeedCommand::Run(CommandContext& context) {
  absl::StatusOr<ClientProfile> profile = LoadProfile(context);
  if (!profile.ok()) return profile.status();
  absl::StatusOr<FeedPatientRequest> request = Request(profile->publish().patient_authority());
  if (!request.ok()) return request.status();
  absl::StatusOr<PatientId> patient = PatientId::FromProto(request->patient_id());
  if (!patient.ok()) return patient.status();
  auto feed = ConnectPatientFeed(*profile, context.options);
  if (!feed.ok()) return feed.status();
  absl::StatusOr<FeedPatientResponse> response = (*feed)->Feed(*request);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    JsonWriter json;
    json.BeginObject();
    json.Key("patientId").String(patient->ToCx());
    json.Key("created").Bool(response->created());
    json.Key("commitPosition").Number(response->commit_position());
    json.EndObject();
    context.terminal.out << json.text() << "\n";
  } else {
    context.terminal.out << PrintableText(patient->ToCx())
                         << (response->created() ? " is known now\n"
                                                 : " was known already; updated\n");
  }
  return absl::OkStatus();
}

}  // namespace docshare::consumer
