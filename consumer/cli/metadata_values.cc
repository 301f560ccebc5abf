#include "consumer/cli/metadata_values.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "consumer/publish/hl7_time.h"
#include "domain/hl7v2/delimiters.h"
#include "domain/hl7v2/xcn.h"
#include "domain/hl7v2/xon.h"
#include "domain/ids/patient_id.h"
#include "domain/text/quoted_value.h"
#include "domain/time/dtm.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::CodedValue;
using docshare::metadata::v1::Organization;
using docshare::metadata::v1::PatientIdentifier;
using docshare::metadata::v1::Person;
using docshare::registry::v1::CodeFilter;

absl::Status Wrong(absl::string_view name, absl::string_view text, absl::string_view expected) {
  return absl::InvalidArgumentError(absl::StrCat(name, " ", Quote(text), ": ", expected));
}

// "2024-01-31T09:30:00+01:00" without the marks that HL7 does not have; HL7 text stays as it is.
std::string WithoutIsoMarks(absl::string_view text) {
  size_t time_start = text.find_first_of("T ");
  absl::string_view date = text.substr(0, time_start);
  // In HL7 text a minus starts the offset; in ISO dates it comes after the year.
  if (time_start == absl::string_view::npos && (date.size() < 5 || date[4] != '-')) {
    return std::string(text);
  }
  std::string hl7 = absl::StrReplaceAll(date, {{"-", ""}});
  if (time_start == absl::string_view::npos) return hl7;
  absl::StrAppend(&hl7, absl::StrReplaceAll(text.substr(time_start + 1), {{":", ""}}));
  if (absl::EndsWith(hl7, "Z")) hl7.replace(hl7.size() - 1, 1, "+0000");
  return hl7;
}

}  // namespace

absl::StatusOr<CodedValue> ParseCode(absl::string_view name, absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, absl::MaxSplits('^', 3));
  if (parts.size() < 3 || parts[0].empty() || !parts[1].empty() || parts[2].empty()) {
    return Wrong(name, text,
                 "write code^^system or code^^system^display name, for example "
                 "A00-1^^2.16.578.1.12.4.1.1.9602");
  }
  CodedValue value;
  value.set_code(std::string(parts[0]));
  value.set_code_system(std::string(parts[2]));
  const bool has_display_name = parts.size() == 4 && !parts[3].empty();
  value.set_display_name(std::string(has_display_name ? parts[3] : parts[0]));
  return value;
}

absl::StatusOr<CodeFilter> ParseCodeFilter(absl::string_view name, absl::string_view text) {
  absl::StatusOr<CodedValue> value = ParseCode(name, text);
  if (!value.ok()) return value.status();
  CodeFilter filter;
  filter.set_code(value->code());
  filter.set_code_system(value->code_system());
  return filter;
}

absl::StatusOr<PatientIdentifier> ParsePatient(absl::string_view name, absl::string_view text,
                                               absl::string_view default_authority) {
  PatientIdentifier identifier;
  if (absl::StrContains(text, '^')) {
    absl::StatusOr<PatientId> patient = PatientId::FromCx(text);
    if (patient.ok()) return patient->ToProto();
    return absl::InvalidArgumentError(
        absl::StrCat(name, ": write ID^^^&OID&ISO: ", patient.status().message()));
  }
  if (default_authority.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(name,
                     " does not say who numbers the patient: write ID^^^&OID&ISO, or set "
                     "publish.patient_authority in the profile"));
  }
  identifier.set_id(std::string(text));
  identifier.set_assigning_authority(std::string(default_authority));
  absl::StatusOr<PatientId> patient = PatientId::FromProto(identifier);
  if (patient.ok()) return patient->ToProto();
  return absl::InvalidArgumentError(absl::StrCat(name, ": ", patient.status().message()));
}

absl::StatusOr<Person> ParsePerson(absl::string_view name, absl::string_view text) {
  std::string xcn(text);
  if (!absl::StrContains(text, '^')) xcn = absl::StrCat("^", EscapeHl7(text));
  absl::StatusOr<Person> person = ParseXcn(xcn);
  if (person.ok()) return person;
  return Wrong(
      name, text,
      absl::StrCat("write a name, or ID^Family^Given^^^^^^&OID&ISO: ", person.status().message()));
}

absl::StatusOr<Organization> ParseOrganization(absl::string_view name, absl::string_view text) {
  std::string xon(text);
  if (!absl::StrContains(text, '^')) xon = EscapeHl7(text);
  absl::StatusOr<Organization> organization = ParseXon(xon);
  if (organization.ok()) return organization;
  return Wrong(
      name, text,
      absl::StrCat("write a name, or Name^^^^^&OID&ISO^^^^ID: ", organization.status().message()));
}

absl::StatusOr<std::string> ParseTime(absl::string_view name, absl::string_view text) {
  absl::StatusOr<Hl7Time> time = ParseHl7Time(WithoutIsoMarks(text));
  if (time.ok()) return time->dtm;
  return Wrong(name, text,
               "write a date and time that exist, for example 2024-01-31 or "
               "2024-01-31T09:30:00+01:00");
}

std::string FormatTime(absl::string_view dtm) {
  if (!Dtm::Parse(dtm).ok()) return std::string(dtm);
  constexpr size_t kToMinutes = 12;
  return Dtm::Parse(dtm.substr(0, kToMinutes))->Readable();
}

}  // namespace docshare::consumer
