#include "admin/cli/watch_command.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "admin/cli/connection.h"
#include "admin/cli/object_lookup.h"
#include "consumer/cli/entry_view.h"
#include "consumer/cli/interruption.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/metadata_values.h"
#include "consumer/cli/printable_text.h"
#include "consumer/cli/proto_json.h"

namespace docshare::admin {
namespace {

using consumer::CommandContext;
using consumer::CommandDescription;
using registry::v1::CodeFilter;
using registry::v1::DocumentChange;
using registry::v1::WatchDocumentsRequest;
using registry::v1::WatchDocumentsResponse;

absl::Status AddCodes(const char* flag, const std::vector<std::string>& texts,
                      google::protobuf::RepeatedPtrField<CodeFilter>* filters) {
  for (const std::string& text : texts) {
    absl::StatusOr<CodeFilter> filter = consumer::ParseCodeFilter(flag, text);
    if (!filter.ok()) return filter.status();
    *filters->Add() = *std::move(filter);
  }
  return absl::OkStatus();
}

// "17", all of that position, or "17.2".
absl::Status ParsePlace(const std::string& text, WatchDocumentsRequest& request) {
  const std::vector<std::string> parts = absl::StrSplit(text, '.');
  uint64_t position = 0;
  uint32_t number = 0;
  const bool is_place = parts.size() <= 2 && absl::SimpleAtoi(parts[0], &position) &&
                        (parts.size() == 1 || absl::SimpleAtoi(parts[1], &number));
  if (!is_place) {
    return absl::InvalidArgumentError("--after: write a position, or a place such as 17.2");
  }
  request.set_after_position(position);
  if (parts.size() == 2) request.set_after_number(number);
  return absl::OkStatus();
}

std::string PlaceOf(const WatchDocumentsResponse& response) {
  if (!response.has_reached_number()) return absl::StrCat(response.reached_position());
  return absl::StrCat(response.reached_position(), ".", response.reached_number());
}

// "DOCUMENT_CHANGE_KIND_PATIENT_CHANGED" as "patient changed".
std::string ChangeLabel(registry::v1::DocumentChangeKind kind) {
  return EventLabel(static_cast<v1::ObjectEventKind>(kind));
}

void PrintChange(const DocumentChange& change, std::ostream& out) {
  const auto& entry = change.document_entry();
  out << absl::StrFormat("%s  %8s  %-15s  %-36s  %s", TimeLabel(change.committed_s()),
                         absl::StrCat(change.position(), ".", change.number()),
                         ChangeLabel(change.kind()), UuidLabel(change.entry_uuid()),
                         consumer::PrintableText(change.unique_id()));
  if (change.has_document_entry()) {
    out << "  " << consumer::PrintableText(consumer::CodeLabel(entry.type_code()));
  }
  out << "\n";
}

void WriteChange(const DocumentChange& change, std::ostream& out) {
  consumer::JsonWriter json;
  json.BeginObject();
  json.Key("position").Number(change.position());
  json.Key("number").Number(change.number());
  json.Key("kind").String(registry::v1::DocumentChangeKind_Name(change.kind()));
  json.Key("entryUuid").String(change.entry_uuid());
  json.Key("uniqueId").String(change.unique_id());
  json.Key("repositoryUniqueId").String(change.repository_unique_id());
  json.Key("committedUnixSeconds").Number(static_cast<uint64_t>(change.committed_s()));
  if (change.has_document_entry()) {
    json.Key("documentEntry").Raw(consumer::ProtoJson(change.document_entry()));
  }
  json.EndObject();
  out << json.text() << "\n";
}

void WritePlace(const std::string& place, std::ostream& out) {
  consumer::JsonWriter json;
  json.BeginObject();
  json.Key("reached").String(place);
  json.EndObject();
  out << json.text() << "\n";
}

// Ends the stream from within; not a failure.
absl::Status Enough() { return absl::OutOfRangeError("enough"); }

}  // namespace

CommandDescription WatchCommand::Describe() {
  const std::string filters = "Filters (each may be repeated: any of the values)";
  return {
      {"watch"},
      "print changes of documents while they are committed",
      {
          {"--after", "PLACE", "a position, or a place such as 17.2; 0 for all (default: now)",
           &after_},
          {"--limit", "N", "end after so many changes", &limit_},
          {"--once", "", "end when there is nothing more for now", &once_},
          {"--patient", "CX", "ID^^^&OID&ISO, or ID alone with the profile's authority", &patient_,
           false, filters},
          {"--class", "CODE", "kind, coarse", &class_codes_, false, filters},
          {"--type", "CODE", "kind, fine", &type_codes_, false, filters},
          {"--facility", "CODE", "kind of organisation", &facility_codes_, false, filters},
      },
      "Needs the role WATCH, and without --after ADMINISTER too, to learn where now is. Goes on "
      "by\n"
      "itself after a break, until it is interrupted; tells then how far it came, for --after. "
      "With\n"
      "--json each change is one line, and {\"reached\": PLACE} follows what is complete: keep it\n"
      "to go on from there later.\n"
      "\n"
      "Examples:\n"
      "  docshare-admin watch\n"
      "  docshare-admin watch --after 0 --once --json\n"
      "  docshare-admin watch --after 1200.3 --class A00-1^^2.16.578.1.12.4.1.1.9602\n",
  };
}

absl::StatusOr<WatchDocumentsRequest> WatchCommand::Request(const std::string& default_authority,
                                                            uint64_t now) const {
  WatchDocumentsRequest request;
  request.set_after_position(now);
  if (!after_.empty()) {
    if (absl::Status status = ParsePlace(after_, request); !status.ok()) return status;
  }
  if (!patient_.empty()) {
    auto patient = consumer::ParsePatient("--patient", patient_, default_authority);
    if (!patient.ok()) return patient.status();
    *request.mutable_patient_id() = *std::move(patient);
  }
  absl::Status status = AddCodes("--class", class_codes_, request.mutable_class_codes());
  if (status.ok()) status = AddCodes("--type", type_codes_, request.mutable_type_codes());
  if (status.ok()) {
    status =
        AddCodes("--facility", facility_codes_, request.mutable_healthcare_facility_type_codes());
  }
  if (!status.ok()) return status;
  return request;
}

absl::Status WatchCommand::Run(CommandContext& context) {
  absl::StatusOr<Connection> connection = Connect(context);
  if (!connection.ok()) return connection.status();
  uint64_t now = 0;
  if (after_.empty()) {
    absl::StatusOr<v1::GetStatusResponse> status = connection->registry->GetStatus();
    if (!status.ok()) return status.status();
    now = status->durable_position();
  }
  auto request = Request(connection->profile.publish().patient_authority(), now);
  if (!request.ok()) return request.status();
  consumer::Interruption interruption;
  std::ostream& out = context.terminal.out;
  const bool json = context.options.json;
  uint64_t printed = 0;
  std::string place;
  const auto visit = [&](const WatchDocumentsResponse& response) -> absl::Status {
    for (const DocumentChange& change : response.changes()) {
      json ? WriteChange(change, out) : PrintChange(change, out);
      place = absl::StrCat(change.position(), ".", change.number());
      if (limit_ > 0 && ++printed >= limit_) return Enough();
    }
    place = PlaceOf(response);
    if (json) WritePlace(place, out);
    out.flush();
    if (!out) return absl::FailedPreconditionError("cannot write to standard output");
    // All of a position: the stream has caught up with the registry.
    return once_ && !response.has_reached_number() ? Enough() : absl::OkStatus();
  };
  absl::Status status =
      connection->registry->WatchDocuments(*request, visit, [&] { return interruption.Check(); });
  if (!json && !place.empty()) {
    context.terminal.err << "reached " << place << "; go on with --after " << place << "\n";
  }
  return absl::IsOutOfRange(status) ? absl::OkStatus() : status;
}

}  // namespace docshare::admin
