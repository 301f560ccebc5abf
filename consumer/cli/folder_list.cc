#include "consumer/cli/folder_list.h"

#include "absl/strings/str_cat.h"
#include "consumer/cli/document_list.h"
#include "consumer/cli/document_lookup.h"
#include "consumer/cli/entry_view.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/metadata_values.h"
#include "consumer/cli/proto_json.h"
#include "consumer/cli/table.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::CodedValue;
using docshare::metadata::v1::Folder;

std::string CodesOf(const Folder& folder) {
  std::string codes;
  for (const CodedValue& code : folder.codes()) {
    absl::StrAppend(&codes, codes.empty() ? "" : ", ", CodeLabel(code));
  }
  return codes;
}

}  // namespace

void PrintFolders(const std::vector<Folder>& folders, bool show_status, const Terminal& terminal) {
  if (folders.empty()) return;
  std::vector<TableColumn> columns = {
      {"CHANGED"}, {"TITLE", false, 8}, {"CODES", false, 6}, {"UNIQUEID", false, 8}, {"ENTRYUUID"}};
  if (show_status) columns.insert(columns.begin() + 1, {"STATUS"});
  std::vector<std::vector<std::string>> rows;
  for (const Folder& folder : folders) {
    std::vector<std::string>& row = rows.emplace_back(std::vector<std::string>{
        FormatTime(folder.last_update_time()), TextLabel(folder.title()), CodesOf(folder),
        folder.unique_id(), ShortUuid(folder.entry_uuid())});
    if (show_status) row.insert(row.begin() + 1, StatusLabel(folder.availability_status()));
  }
  terminal.out << RenderTable(columns, rows, terminal.out_is_terminal ? terminal.width : 0);
}

void PrintFoldersJson(const std::vector<Folder>& folders, bool more, std::ostream& out) {
  JsonWriter json;
  json.BeginObject();
  json.Key("folders").BeginArray();
  for (const Folder& folder : folders) json.Raw(ProtoJson(folder));
  json.EndArray();
  json.Key("count").Number(folders.size());
  json.Key("more").Bool(more);
  json.EndObject();
  out << json.text() << "\n";
}

}  // namespace docshare::consumer
