#include "admin/cli/object_show_command.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "admin/cli/connection.h"
#include "admin/cli/object_lookup.h"
#include "consumer/cli/entry_view.h"
#include "consumer/cli/proto_json.h"
#include "consumer/cli/table.h"

namespace docshare::admin {
namespace {

using consumer::CommandContext;
using consumer::CommandDescription;
using consumer::RenderTable;
using consumer::Terminal;

size_t WidthOf(const Terminal& terminal) { return terminal.out_is_terminal ? terminal.width : 0; }

std::string MetadataOf(const v1::StoredObject& object) {
  switch (object.object_case()) {
    case v1::StoredObject::kDocumentEntry:
      return consumer::DescribeMetadata(object.document_entry());
    case v1::StoredObject::kSubmissionSet:
      return consumer::DescribeMetadata(object.submission_set());
    case v1::StoredObject::kFolder:
      return consumer::DescribeMetadata(object.folder());
    case v1::StoredObject::kAssociation:
      return consumer::DescribeMetadata(object.association());
    case v1::StoredObject::OBJECT_NOT_SET:
      return "removed; its history is what is left\n";
  }
  return "";
}

void PrintVersions(const v1::StoredObject& object, const Terminal& terminal) {
  if (object.versions_size() < 2) return;
  std::vector<std::vector<std::string>> rows;
  for (const v1::ObjectVersion& version : object.versions()) {
    rows.push_back({absl::StrCat(version.version()), UuidLabel(version.entry_uuid()),
                    version.entry_uuid() == object.entry_uuid() ? "this one" : ""});
  }
  terminal.out << "\nVersions\n"
               << RenderTable({{"VERSION", true}, {"ENTRYUUID"}, {""}}, rows, WidthOf(terminal));
}

void PrintAssociations(const v1::StoredObject& object, const Terminal& terminal) {
  if (object.associations().empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (const auto& association : object.associations()) {
    const bool is_source = association.source_object() == object.entry_uuid();
    rows.push_back(
        {TypeLabel(association.association_type()), is_source ? "to" : "from",
         UuidLabel(is_source ? association.target_object() : association.source_object()),
         UuidLabel(association.entry_uuid())});
  }
  terminal.out << "\nAssociations\n"
               << RenderTable({{"TYPE"}, {""}, {"OTHER END"}, {"ENTRYUUID", false, 8}}, rows,
                              WidthOf(terminal));
}

void PrintHistory(const v1::StoredObject& object, const Terminal& terminal) {
  if (object.history().empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (const v1::ObjectEvent& event : object.history()) {
    std::string by = event.caller();
    if (!event.submission_set().empty()) {
      absl::StrAppend(&by, ", submission ", UuidLabel(event.submission_set()));
    }
    if (event.previous_patient_number() != 0) {
      absl::StrAppend(&by, ", was patient number ", event.previous_patient_number());
    }
    rows.push_back({TimeLabel(event.committed_s()), absl::StrCat(event.position()),
                    EventLabel(event.kind()), by});
  }
  terminal.out << "\nHistory\n"
               << RenderTable({{"TIME (UTC)"}, {"POSITION", true}, {"WHAT"}, {"BY", false, 12}},
                              rows, WidthOf(terminal));
}

void Print(const v1::StoredObject& object, const Terminal& terminal) {
  terminal.out << KindLabel(object.kind()) << " " << UuidLabel(object.entry_uuid());
  if (object.patient_number() != 0) {
    terminal.out << ", patient number " << object.patient_number();
  }
  const bool has_versions = object.has_document_entry() || object.has_folder();
  if (has_versions && !object.is_newest_version()) terminal.out << ", an older version";
  terminal.out << "\n\n" << MetadataOf(object);
  PrintVersions(object, terminal);
  PrintAssociations(object, terminal);
  PrintHistory(object, terminal);
}

}  // namespace

CommandDescription ObjectShowCommand::Describe() {
  return {
      {"object", "show"},
      "print an object of any kind with its history",
      {{"ID", "", "entryUUID, with or without urn:uuid:, or uniqueId", &id_, true}},
      "Documents, folders, submission sets and associations; every object with the uniqueId. Of a\n"
      "removed object the history is left, under its entryUUID. With --json it is an object\n"
      "{\"objects\": [...]} of docshare.admin.v1.StoredObject in protobuf's JSON form.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin object show 2.16.840.1.113883.19.5.99999.1\n"
      "  docshare-admin object show 0f1a2b3c-1111-4222-8333-444455556666 --json\n",
  };
}

absl::Status ObjectShowCommand::Run(CommandContext& context) {
  absl::StatusOr<Connection> connection = Connect(context);
  if (!connection.ok()) return connection.status();
  absl::StatusOr<v1::GetObjectResponse> response = LookUpObjects(*connection->registry, id_);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    context.terminal.out << consumer::ProtoJson(*response) << "\n";
    return absl::OkStatus();
  }
  bool first = true;
  for (const v1::StoredObject& object : response->objects()) {
    if (!first) context.terminal.out << "\n";
    first = false;
    Print(object, context.terminal);
  }
  return absl::OkStatus();
}

}  // namespace docshare::admin
