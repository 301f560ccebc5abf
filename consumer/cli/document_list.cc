#include "consumer/cli/document_list.h"

#include "absl/strings/str_split.h"
#include "consumer/cli/document_lookup.h"
#include "consumer/cli/entry_view.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/metadata_values.h"
#include "consumer/cli/printable_text.h"
#include "consumer/cli/progress_bar.h"
#include "consumer/cli/proto_json.h"
#include "consumer/cli/table.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::DocumentEntry;

std::string InstitutionOf(const DocumentEntry& entry) {
  for (const auto& author : entry.authors()) {
    if (!author.institutions().empty()) return author.institutions(0).name();
  }
  return "";
}

std::string CreatedLabel(const DocumentEntry& entry) {
  return entry.object_type() == docshare::metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND
             ? "on demand"
             : FormatTime(entry.creation_time());
}

// Terminals narrower than this show the entryUUID below each document: it has to be whole to be of
// use, and would leave too little room for the rest.
constexpr size_t kOneLineWidth = 130;

void PrintTable(const DocumentList& list, bool show_status, const Terminal& terminal) {
  const bool two_lines = terminal.out_is_terminal && terminal.width < kOneLineWidth;
  std::vector<TableColumn> columns = {
      {"CREATED"},         {"CLASS", false, 6},       {"TYPE", false, 6},
      {"TITLE", false, 8}, {"INSTITUTION", false, 6}, {"MIME", false, 6},
      {"SIZE", true}};
  if (show_status) columns.insert(columns.begin() + 1, {"STATUS"});
  if (!two_lines) columns.push_back({"ENTRYUUID"});
  std::vector<std::vector<std::string>> rows;
  for (const DocumentEntry& entry : list.entries) {
    std::vector<std::string>& row = rows.emplace_back(std::vector<std::string>{
        CreatedLabel(entry), CodeLabel(entry.class_code()), CodeLabel(entry.type_code()),
        TextLabel(entry.title()), InstitutionOf(entry), entry.mime_type(),
        entry.has_size() ? FormatBytes(entry.size()) : ""});
    if (show_status) {
      row.insert(row.begin() + 1, StatusLabel(entry.availability_status()));
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
  for (size_t i = 0; i < list.entries.size(); ++i) {
    terminal.out << lines[i + 1] << "\n  " << PrintableText(ShortUuid(list.entries[i].entry_uuid()))
                 << "\n";
  }
}

}  // namespace

std::string StatusLabel(docshare::metadata::v1::AvailabilityStatus status) {
  return status == docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED ? "approved" : "deprecated";
}

void PrintDocumentsJson(const DocumentList& list, bool refs, std::ostream& out) {
  JsonWriter json;
  json.BeginObject();
  if (refs) {
    json.Key("entryUuids").BeginArray();
    for (const std::string& entry_uuid : list.entry_uuids) json.String(entry_uuid);
  } else {
    json.Key("documents").BeginArray();
    for (const DocumentEntry& entry : list.entries) json.Raw(ProtoJson(entry));
  }
  json.EndArray();
  json.Key("count").Number(list.size());
  json.Key("more").Bool(list.more);
  json.EndObject();
  out << json.text() << "\n";
}

void PrintDocuments(const DocumentList& list, bool show_status, const Terminal& terminal) {
  for (const std::string& entry_uuid : list.entry_uuids) terminal.out << entry_uuid << "\n";
  if (!list.entries.empty()) PrintTable(list, show_status, terminal);
  if (list.size() == 0) terminal.err << "no documents found\n";
  if (list.more) terminal.err << "there are more: raise --limit to see them\n";
}

}  // namespace docshare::consumer
