#include "consumer/cli/find_command.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "consumer/cli/document_lookup.h"
#include "consumer/cli/entry_view.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/metadata_values.h"
#include "consumer/cli/printable_text.h"
#include "consumer/cli/profile.h"
#include "consumer/cli/progress_bar.h"
#include "consumer/cli/proto_json.h"
#include "consumer/cli/table.h"

namespace docshare::consumer {
namespace {

using docshare::config::v1::ClientProfile;
using docshare::metadata::v1::DocumentEntry;
using docshare::registry::v1::CodeFilter;
using docshare::registry::v1::FindDocumentsRequest;
using docshare::registry::v1::FindDocumentsResponse;

constexpr uint32_t kPageSize = 500;

// What was found, on all pages.
struct Findings {
  std::vector<DocumentEntry> entries;    // Without --refs.
  std::vector<std::string> entry_uuids;  // With --refs.
  bool more = false;                     // --limit was reached before the end.

  size_t size() const { return entries.size() + entry_uuids.size(); }
};

absl::Status AddCodes(const char* flag, const std::vector<std::string>& texts,
                      google::protobuf::RepeatedPtrField<CodeFilter>* filters) {
  for (const std::string& text : texts) {
    absl::StatusOr<CodeFilter> filter = ParseCodeFilter(flag, text);
    if (!filter.ok()) return filter.status();
    *filters->Add() = *std::move(filter);
  }
  return absl::OkStatus();
}

absl::Status SetTime(const char* flag, const std::string& text, std::string* field) {
  absl::StatusOr<std::string> time = ParseTime(flag, text);
  if (!time.ok()) return time.status();
  *field = *std::move(time);
  return absl::OkStatus();
}

absl::StatusOr<Findings> FindAll(DocumentConsumer& consumer, const FindDocumentsRequest& request,
                                 uint64_t limit) {
  Findings findings;
  // Whether there is room for one more; when there is not, there was one more.
  auto has_room = [&] {
    findings.more = limit > 0 && findings.size() >= limit;
    return !findings.more;
  };
  absl::Status status = consumer.FindAllDocuments(request, [&](const FindDocumentsResponse& page) {
    for (const DocumentEntry& entry : page.document_entries()) {
      if (!has_room()) return false;
      findings.entries.push_back(entry);
    }
    for (const std::string& entry_uuid : page.entry_uuids()) {
      if (!has_room()) return false;
      findings.entry_uuids.push_back(entry_uuid);
    }
    return true;
  });
  if (!status.ok()) return status;
  return findings;
}

std::string InstitutionOf(const DocumentEntry& entry) {
  for (const auto& author : entry.authors()) {
    if (!author.institutions().empty()) return author.institutions(0).name();
  }
  return "";
}

void PrintJson(const Findings& findings, bool refs, std::ostream& out) {
  JsonWriter json;
  json.BeginObject();
  if (refs) {
    json.Key("entryUuids").BeginArray();
    for (const std::string& entry_uuid : findings.entry_uuids) json.String(entry_uuid);
  } else {
    json.Key("documents").BeginArray();
    for (const DocumentEntry& entry : findings.entries) json.Raw(ProtoJson(entry));
  }
  json.EndArray();
  json.Key("count").Number(findings.size());
  json.Key("more").Bool(findings.more);
  json.EndObject();
  out << json.text() << "\n";
}

// Terminals narrower than this show the entryUUID below each document: it has to be whole to be of
// use, and would leave too little room for the rest.
constexpr size_t kOneLineWidth = 130;

void PrintTable(const Findings& findings, bool show_status, const Terminal& terminal) {
  const bool two_lines = terminal.out_is_terminal && terminal.width < kOneLineWidth;
  std::vector<TableColumn> columns = {
      {"CREATED"},         {"CLASS", false, 6},       {"TYPE", false, 6},
      {"TITLE", false, 8}, {"INSTITUTION", false, 6}, {"MIME", false, 6},
      {"SIZE", true}};
  if (show_status) columns.insert(columns.begin() + 1, {"STATUS"});
  if (!two_lines) columns.push_back({"ENTRYUUID"});
  std::vector<std::vector<std::string>> rows;
  for (const DocumentEntry& entry : findings.entries) {
    std::vector<std::string>& row = rows.emplace_back(std::vector<std::string>{
        FormatTime(entry.creation_time()), CodeLabel(entry.class_code()),
        CodeLabel(entry.type_code()), TextLabel(entry.title()), InstitutionOf(entry),
        entry.mime_type(), entry.has_size() ? FormatBytes(entry.size()) : ""});
    if (show_status) {
      const bool approved =
          entry.availability_status() == docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED;
      row.insert(row.begin() + 1, approved ? "approved" : "deprecated");
    }
    if (!two_lines) row.push_back(ShortUuid(entry.entry_uuid()));
  }
  const std::string table =
      RenderTable(columns, rows, terminal.out_is_terminal ? terminal.width : 0);
  if (!two_lines) {
    terminal.out << table;
    return;
  }
  // The first line has the titles; the one with index i + 1 is of document i.
  const std::vector<absl::string_view> lines = absl::StrSplit(table, '\n');
  terminal.out << lines[0] << "\n";
  for (size_t i = 0; i < findings.entries.size(); ++i) {
    terminal.out << lines[i + 1] << "\n  "
                 << PrintableText(ShortUuid(findings.entries[i].entry_uuid())) << "\n";
  }
}

void PrintForPeople(const Findings& findings, bool refs, bool show_status,
                    const Terminal& terminal) {
  if (refs) {
    for (const std::string& entry_uuid : findings.entry_uuids) terminal.out << entry_uuid << "\n";
  } else if (!findings.entries.empty()) {
    PrintTable(findings, show_status, terminal);
  }
  if (findings.size() == 0) terminal.err << "no documents found\n";
  if (findings.more) terminal.err << "there are more: raise --limit to see them\n";
}

}  // namespace

CommandDescription FindCommand::Describe() {
  const std::string filters = "Filters (each may be repeated: any of the values)";
  return {
      {"find"},
      "list documents of a patient, newest first",
      {
          {"--patient", "CX", "ID^^^&OID&ISO, or ID alone with the profile's authority", &patient_,
           true},
          {"--class", "CODE", "kind, coarse", &class_codes_, false, filters},
          {"--type", "CODE", "kind, fine", &type_codes_, false, filters},
          {"--format", "CODE", "technical format", &format_codes_, false, filters},
          {"--event", "CODE", "what it is about", &event_codes_, false, filters},
          {"--facility", "CODE", "kind of organisation", &facility_codes_, false, filters},
          {"--practice", "CODE", "clinical specialty", &practice_codes_, false, filters},
          {"--confidentiality", "CODE", "sensitivity", &confidentiality_codes_, false, filters},
          {"--author", "TEXT",
           "part of the author's XCN, case counts; with % (any run of characters) or _ (any one) "
           "it has to fit the whole XCN",
           &authors_, false, filters},
          {"--after", "TIME", "made at that time or later", &after_},
          {"--before", "TIME", "made before that time", &before_},
          {"--status", "WHICH", "approved (default), deprecated or all", &status_},
          {"--limit", "N", "stop after N documents", &limit_},
          {"--refs", "", "entryUUIDs only", &refs_},
      },
      "CODE is code^^system. TIME is 2024-01-31, 2024-01-31T09:30 or with a zone, "
      "2024-01-31T09:30+01:00;\nwithout one it is UTC.\n"
      "\n"
      "Examples:\n"
      "  docshare find --patient 12838520020\n"
      "  docshare find --patient 12838520020 --type A03-2^^2.16.578.1.12.4.1.1.9602 --after 2024\n"
      "  docshare find --patient 12838520020 --status all --json\n",
  };
}

absl::StatusOr<FindDocumentsRequest> FindCommand::Request(
    const std::string& default_authority) const {
  FindDocumentsRequest request;
  auto patient = ParsePatient("--patient", patient_, default_authority);
  if (!patient.ok()) return patient.status();
  *request.mutable_patient_id() = *std::move(patient);
  if (status_ != "approved" && status_ != "deprecated" && status_ != "all") {
    return absl::InvalidArgumentError("--status: write approved, deprecated or all");
  }
  if (status_ != "deprecated") {
    request.add_statuses(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED);
  }
  if (status_ != "approved") {
    request.add_statuses(docshare::metadata::v1::AVAILABILITY_STATUS_DEPRECATED);
  }
  request.set_return_type(refs_ ? docshare::registry::v1::RETURN_TYPE_OBJECT_REF
                                : docshare::registry::v1::RETURN_TYPE_LEAF_CLASS);
  absl::Status status;
  status.Update(AddCodes("--class", class_codes_, request.mutable_class_codes()));
  status.Update(AddCodes("--type", type_codes_, request.mutable_type_codes()));
  status.Update(AddCodes("--format", format_codes_, request.mutable_format_codes()));
  status.Update(
      AddCodes("--facility", facility_codes_, request.mutable_healthcare_facility_type_codes()));
  status.Update(AddCodes("--practice", practice_codes_, request.mutable_practice_setting_codes()));
  if (!event_codes_.empty()) {
    status.Update(AddCodes("--event", event_codes_, request.add_event_codes()->mutable_any_of()));
  }
  if (!confidentiality_codes_.empty()) {
    status.Update(AddCodes("--confidentiality", confidentiality_codes_,
                           request.add_confidentiality_codes()->mutable_any_of()));
  }
  for (const std::string& author : authors_) {
    const bool is_pattern = author.find_first_of("%_") != std::string::npos;
    request.add_author_person_patterns(is_pattern ? author : absl::StrCat("%", author, "%"));
  }
  if (!after_.empty()) {
    status.Update(SetTime("--after", after_, request.mutable_creation_time()->mutable_from()));
  }
  if (!before_.empty()) {
    status.Update(SetTime("--before", before_, request.mutable_creation_time()->mutable_to()));
  }
  if (!status.ok()) return status;
  // One more than wanted tells whether there are more.
  request.set_page_size(limit_ == 0 || limit_ >= kPageSize ? kPageSize
                                                           : static_cast<uint32_t>(limit_ + 1));
  return request;
}

absl::Status FindCommand::Run(CommandContext& context) {
  absl::StatusOr<ClientProfile> profile = LoadProfile(context);
  if (!profile.ok()) return profile.status();
  absl::StatusOr<FindDocumentsRequest> request = Request(profile->publish().patient_authority());
  if (!request.ok()) return request.status();
  auto consumer = ConnectConsumer(*profile, context.options);
  if (!consumer.ok()) return consumer.status();
  absl::StatusOr<Findings> findings = FindAll(**consumer, *request, limit_);
  if (!findings.ok()) return findings.status();
  context.Tell(absl::StrCat(findings->size(), " documents"));
  if (context.options.json) {
    PrintJson(*findings, refs_, context.terminal.out);
  } else {
    PrintForPeople(*findings, refs_, status_ != "approved", context.terminal);
  }
  return absl::OkStatus();
}

}  // namespace docshare::consumer
