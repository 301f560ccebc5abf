#include "admin/cli/object_rows_command.h"

#include "absl/strings/escaping.h"
#include "admin/cli/connection.h"
#include "admin/cli/object_lookup.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/printable_text.h"

namespace docshare::admin {
namespace {

using consumer::CommandContext;
using consumer::CommandDescription;

void PrintJson(const v1::GetRowsResponse& response, bool values, std::ostream& out) {
  consumer::JsonWriter json;
  json.BeginObject();
  json.Key("rows").BeginArray();
  for (const v1::StoredRow& row : response.rows()) {
    json.BeginObject();
    json.Key("space").String(row.space());
    json.Key("keyText").String(row.key_text());
    json.Key("keyHex").String(absl::BytesToHexString(row.key()));
    json.Key("exists").Bool(row.exists());
    json.Key("valueSize").Number(row.value_size());
    if (values) json.Key("valueText").String(row.value_text());
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  out << json.text() << "\n";
}

void PrintForPeople(const v1::GetRowsResponse& response, bool values, std::ostream& out) {
  for (const v1::StoredRow& row : response.rows()) {
    out << consumer::PrintableText(row.key_text());
    if (!row.exists()) {
      out << "  MISSING\n";
    } else if (values) {
      out << "\n  -> " << consumer::PrintableText(row.value_text()) << "\n";
    } else {
      out << "  (" << row.value_size() << " bytes)\n";
    }
  }
}

}  // namespace

CommandDescription ObjectRowsCommand::Describe() {
  return {
      {"object", "rows"},
      "print the rows of the database that belong to an object",
      {
          {"ID", "", "entryUUID, with or without urn:uuid:, or uniqueId", &id_, true},
          {"--values", "", "print the values too: they hold personal data", &values_},
      },
      "Keys tell no identifier of a patient and may go into a ticket; docs/storage-schema.md\n"
      "explains them. A row that should be there and is not is MISSING: `docshare-admin\n"
      "rebuild-indexes` puts index rows right.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin object rows 0f1a2b3c-1111-4222-8333-444455556666\n"
      "  docshare-admin object rows 2.16.840.1.113883.19.5.99999.1 --values --json\n",
  };
}

absl::Status ObjectRowsCommand::Run(CommandContext& context) {
  absl::StatusOr<Connection> connection = Connect(context);
  if (!connection.ok()) return connection.status();
  v1::GetRowsRequest request;
  absl::StatusOr<std::string> uuid = ResolveEntryUuid(*connection->registry, id_);
  if (!uuid.ok()) return uuid.status();
  request.set_entry_uuid(*uuid);
  absl::StatusOr<v1::GetRowsResponse> response = connection->registry->GetRows(request);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    PrintJson(*response, values_, context.terminal.out);
  } else {
    PrintForPeople(*response, values_, context.terminal.out);
  }
  return absl::OkStatus();
}

}  // namespace docshare::admin
