#include "admin/cli/patient_record_view.h"

#include "absl/strings/str_cat.h"
#include "admin/cli/object_lookup.h"
#include "consumer/cli/printable_text.h"
#include "domain/ids/patient_id.h"

namespace docshare::admin {
namespace {

constexpr size_t kLabelWidth = 22;

std::string CxOf(const metadata::v1::PatientIdentifier& identifier) {
  absl::StatusOr<PatientId> patient = PatientId::FromProto(identifier);
  return patient.ok() ? patient->ToCx() : identifier.id();
}

std::string ReferenceText(const v1::PatientReference& reference) {
  return absl::StrCat(CxOf(reference.patient_id()), "  (number ", reference.number(), ")");
}

void WriteReference(const v1::PatientReference& reference, consumer::JsonWriter& json) {
  json.BeginObject();
  json.Key("number").Number(reference.number());
  json.Key("patientId").String(CxOf(reference.patient_id()));
  json.EndObject();
}

}  // namespace

void PrintPatientRecord(const v1::PatientRecord& record, const std::string& indent,
                        std::ostream& out) {
  const auto line = [&](std::string label, const std::string& value) {
    if (value.empty()) return;
    label.append(kLabelWidth - label.size(), ' ');
    out << indent << label << consumer::PrintableText(value) << "\n";
  };
  line("Patient", CxOf(record.patient_id()));
  line("Internal number", absl::StrCat(record.number()));
  line("Family name", record.demographics().family_name());
  line("Given name", record.demographics().given_name());
  line("Birth date", record.demographics().birth_date());
  line("Sex", record.demographics().administrative_sex());
  line("Known since", absl::StrCat(TimeLabel(record.fed_s()), " UTC"));
  if (record.has_merged_into()) {
    line("Merged into", ReferenceText(record.merged_into()));
    line("Merged at position", absl::StrCat(record.merge_position()));
  }
  for (const v1::PatientReference& reference : record.merged_from()) {
    line("Merged from", ReferenceText(reference));
  }
  line("Documents", absl::StrCat(record.approved_documents(), " approved, ",
                                 record.deprecated_documents(), " deprecated"));
  line("Submission sets", absl::StrCat(record.submission_sets()));
  line("Folders", absl::StrCat(record.folders()));
}

void WritePatientRecord(const v1::PatientRecord& record, consumer::JsonWriter& json) {
  json.BeginObject();
  json.Key("number").Number(record.number());
  json.Key("patientId").String(CxOf(record.patient_id()));
  json.Key("familyName").String(record.demographics().family_name());
  json.Key("givenName").String(record.demographics().given_name());
  json.Key("birthDate").String(record.demographics().birth_date());
  json.Key("administrativeSex").String(record.demographics().administrative_sex());
  json.Key("fedUnixSeconds").Number(static_cast<uint64_t>(record.fed_s()));
  if (record.has_merged_into()) {
    json.Key("mergedInto");
    WriteReference(record.merged_into(), json);
    json.Key("mergePosition").Number(record.merge_position());
  }
  json.Key("mergedFrom").BeginArray();
  for (const v1::PatientReference& reference : record.merged_from()) {
    WriteReference(reference, json);
  }
  json.EndArray();
  json.Key("approvedDocuments").Number(record.approved_documents());
  json.Key("deprecatedDocuments").Number(record.deprecated_documents());
  json.Key("submissionSets").Number(record.submission_sets());
  json.Key("folders").Number(record.folders());
  json.EndObject();
}

uint64_t ObjectCount(const v1::PatientRecord& record) {
  return record.approved_documents() + record.deprecated_documents() + record.submission_sets() +
         record.folders();
}

}  // namespace docshare::admin
