#include "consumer/cli/find_command.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "consumer/cli/folder_lookup.h"
#include "consumer/cli/metadata_values.h"
#include "consumer/cli/profile.h"

namespace docshare::consumer {
namespace {

using docshare::config::v1::ClientProfile;
using docshare::metadata::v1::AvailabilityStatus;
using docshare::metadata::v1::DocumentEntry;
using docshare::metadata::v1::Folder;
using docshare::registry::v1::CodeFilter;
using docshare::registry::v1::CodeGroup;
using docshare::registry::v1::FindDocumentsByReferenceIdRequest;
using docshare::registry::v1::FindDocumentsRequest;
using docshare::registry::v1::GetFolderAndContentsRequest;
using docshare::registry::v1::GetFolderAndContentsResponse;

constexpr uint32_t kPageSize = 500;

absl::Status AddCodes(const char* flag, const std::vector<std::string>& texts,
                      google::protobuf::RepeatedPtrField<CodeFilter>* filters) {
  for (const std::string& text : texts) {
    absl::StatusOr<CodeFilter> filter = ParseCodeFilter(flag, text);
    if (!filter.ok()) return filter.status();
    *filters->Add() = *std::move(filter);
  }
  return absl::OkStatus();
}

// Any of the codes; no group where there are none.
absl::Status AddGroup(const char* flag, const std::vector<std::string>& texts,
                      google::protobuf::RepeatedPtrField<CodeGroup>* groups) {
  if (texts.empty()) return absl::OkStatus();
  return AddCodes(flag, texts, groups->Add()->mutable_any_of());
}

absl::Status SetTime(const char* flag, const std::string& text, std::string* field) {
  absl::StatusOr<std::string> time = ParseTime(flag, text);
  if (!time.ok()) return time.status();
  *field = *std::move(time);
  return absl::OkStatus();
}

// The pages of a query that finds documents, newest first, until `limit` is reached.
template <typename Request, typename Response>
absl::StatusOr<DocumentList> FindAll(
    StoredQueries& queries,
    absl::StatusOr<Response> (StoredQueries::*query)(const Request& request), Request request,
    uint64_t limit) {
  DocumentList list;
  absl::Status status = queries.ForEachPage(
      query, std::move(request), [&](const Response& page) { return AddPage(page, limit, list); });
  if (!status.ok()) return status;
  return list;
}

}  // namespace

CommandDescription FindCommand::Describe() {
  const std::string filters = "Filters (each may be repeated: any of the values)";
  return {
      {"find"},
      "list documents of a patient or in a folder, newest first",
      {
          {"--patient", "CX", "ID^^^&OID&ISO, or ID alone with the profile's authority", &patient_},
          {"--folder", "ID", "what a folder holds: its entryUUID or uniqueId", &folder_},
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
          {"--reference-id", "CXI", "part of a case, order or the like: ID^^^&OID&ISO^TYPE",
           &reference_ids_, false, filters},
          {"--after", "TIME", "made at that time or later", &after_},
          {"--before", "TIME", "made before that time", &before_},
          {"--deprecated", "", "also those that were replaced or deprecated", &deprecated_},
          {"--status", "WHICH", "approved (default), deprecated or all", &status_},
          {"--on-demand", "", "also those that are made when they are fetched", &on_demand_},
          {"--limit", "N", "stop after N documents", &limit_},
          {"--refs", "", "entryUUIDs only", &refs_},
      },
      "CODE is code^^system. TIME is 2024-01-31, 2024-01-31T09:30 or with a zone, "
      "2024-01-31T09:30+01:00;\nwithout one it is UTC.\n"
      "\n"
      "Examples:\n"
      "  docshare find --patient 12838520020\n"
      "  docshare find --patient 12838520020 --type A03-2^^2.16.578.1.12.4.1.1.9602 --after 2024\n"
      "  docshare find --patient 12838520020 --deprecated --json\n"
      "  docshare find --folder 0f1a2b3c-1111-4222-8333-444455556666\n",
  };
}

absl::Status FindCommand::CheckFlags() const {
  if (folder_.empty()) {
    if (patient_.empty()) return absl::InvalidArgumentError("--patient or --folder is missing");
  } else if (!patient_.empty() || !class_codes_.empty() || !type_codes_.empty() ||
             !event_codes_.empty() || !facility_codes_.empty() || !practice_codes_.empty() ||
             !authors_.empty() || !reference_ids_.empty() || !after_.empty() || !before_.empty()) {
    return absl::InvalidArgumentError(
        "--folder goes with --format, --confidentiality, --status, --deprecated, --on-demand, "
        "--limit and --refs only");
  }
  if (deprecated_ && !status_.empty()) {
    return absl::InvalidArgumentError("--deprecated is --status all: give one of them");
  }
  if (!status_.empty() && status_ != "approved" && status_ != "deprecated" && status_ != "all") {
    return absl::InvalidArgumentError("--status: write approved, deprecated or all");
  }
  return absl::OkStatus();
}

bool FindCommand::Wants(AvailabilityStatus status) const {
  if (status_ == "all" || deprecated_) return true;
  return (status == docshare::metadata::v1::AVAILABILITY_STATUS_DEPRECATED) ==
         (status_ == "deprecated");
}

template <typename DocumentsRequest>
void FindCommand::AddObjectTypes(DocumentsRequest& request) const {
  // Without any, stable ones are found.
  if (!on_demand_) return;
  request.add_object_types(docshare::metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
  request.add_object_types(docshare::metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
}

template <typename DocumentsRequest>
absl::Status FindCommand::Fill(const std::string& default_authority,
                               DocumentsRequest& request) const {
  auto patient = ParsePatient("--patient", patient_, default_authority);
  if (!patient.ok()) return patient.status();
  *request.mutable_patient_id() = *std::move(patient);
  for (AvailabilityStatus status : {docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED,
                                    docshare::metadata::v1::AVAILABILITY_STATUS_DEPRECATED}) {
    if (Wants(status)) request.add_statuses(status);
  }
  request.set_return_type(refs_ ? docshare::registry::v1::RETURN_TYPE_OBJECT_REF
                                : docshare::registry::v1::RETURN_TYPE_LEAF_CLASS);
  AddObjectTypes(request);
  absl::Status status;
  status.Update(AddCodes("--class", class_codes_, request.mutable_class_codes()));
  status.Update(AddCodes("--type", type_codes_, request.mutable_type_codes()));
  status.Update(AddCodes("--format", format_codes_, request.mutable_format_codes()));
  status.Update(
      AddCodes("--facility", facility_codes_, request.mutable_healthcare_facility_type_codes()));
  status.Update(AddCodes("--practice", practice_codes_, request.mutable_practice_setting_codes()));
  status.Update(AddGroup("--event", event_codes_, request.mutable_event_codes()));
  status.Update(AddGroup("--confidentiality", confidentiality_codes_,
                         request.mutable_confidentiality_codes()));
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
  // One more than wanted tells whether there are more.
  request.set_page_size(limit_ == 0 || limit_ >= kPageSize ? kPageSize
                                                           : static_cast<uint32_t>(limit_ + 1));
  return status;
}

absl::StatusOr<FindDocumentsRequest> FindCommand::Request(
    const std::string& default_authority) const {
  absl::Status flags = CheckFlags();
  if (!flags.ok()) return flags;
  FindDocumentsRequest request;
  absl::Status filled = Fill(default_authority, request);
  if (!filled.ok()) return filled;
  return request;
}

absl::StatusOr<FindDocumentsByReferenceIdRequest> FindCommand::RequestByReferenceId(
    const std::string& default_authority) const {
  FindDocumentsByReferenceIdRequest request;
  absl::Status filled = Fill(default_authority, request);
  if (!filled.ok()) return filled;
  for (const std::string& reference_id : reference_ids_) {
    if (request.reference_ids().empty()) request.add_reference_ids();
    request.mutable_reference_ids(0)->add_any_of(reference_id);
  }
  return request;
}

absl::StatusOr<DocumentList> FindCommand::FindInFolder(DocumentConsumer& consumer) const {
  GetFolderAndContentsRequest request;
  absl::Status status = AddCodes("--format", format_codes_, request.mutable_format_codes());
  status.Update(AddGroup("--confidentiality", confidentiality_codes_,
                         request.mutable_confidentiality_codes()));
  if (!status.ok()) return status;
  absl::StatusOr<Folder> folder = LookUpFolder(consumer, folder_);
  if (!folder.ok()) return folder.status();
  request.set_entry_uuid(folder->entry_uuid());
  // Level 1 knows no Deprecated folder.
  if (folder->availability_status() == metadata::v1::AVAILABILITY_STATUS_DEPRECATED) {
    request.set_metadata_level(2);
  }
  request.set_return_type(docshare::registry::v1::RETURN_TYPE_LEAF_CLASS);
  AddObjectTypes(request);
  request.set_page_size(kPageSize);
  // The query neither sorts nor knows about the status of documents.
  std::vector<DocumentEntry> entries;
  status = consumer.queries().ForEachPage(
      &StoredQueries::GetFolderAndContents, request, [&](const GetFolderAndContentsResponse& page) {
        for (const DocumentEntry& entry : page.document_entries()) {
          if (Wants(entry.availability_status())) entries.push_back(entry);
        }
        return true;
      });
  if (!status.ok()) return status;
  std::stable_sort(entries.begin(), entries.end(),
                   [](const DocumentEntry& a, const DocumentEntry& b) {
                     return a.creation_time() > b.creation_time();
                   });
  DocumentList list;
  list.more = limit_ > 0 && entries.size() > limit_;
  if (list.more) entries.resize(limit_);
  if (refs_) {
    for (const DocumentEntry& entry : entries) list.entry_uuids.push_back(entry.entry_uuid());
  } else {
    list.entries = std::move(entries);
  }
  return list;
}

absl::StatusOr<DocumentList> FindCommand::Find(DocumentConsumer& consumer,
                                               const std::string& default_authority) const {
  if (!folder_.empty()) return FindInFolder(consumer);
  if (!reference_ids_.empty()) {
    auto request = RequestByReferenceId(default_authority);
    if (!request.ok()) return request.status();
    return FindAll(consumer.queries(), &StoredQueries::FindDocumentsByReferenceId,
                   *std::move(request), limit_);
  }
  absl::StatusOr<FindDocumentsRequest> request = Request(default_authority);
  if (!request.ok()) return request.status();
  return FindAll(consumer.queries(), &StoredQueries::FindDocuments, *std::move(request), limit_);
}

absl::Status FindCommand::Run(CommandContext& context) {
  absl::Status flags = CheckFlags();
  if (!flags.ok()) return flags;
  absl::StatusOr<ClientProfile> profile = LoadProfile(context);
  if (!profile.ok()) return profile.status();
  auto consumer = ConnectConsumer(*profile, context.options);
  if (!consumer.ok()) return consumer.status();
  absl::StatusOr<DocumentList> list = Find(**consumer, profile->publish().patient_authority());
  if (!list.ok()) return list.status();
  context.Tell(absl::StrCat(list->size(), " documents"));
  if (context.options.json) {
    PrintDocumentsJson(*list, refs_, context.terminal.out);
  } else {
    PrintDocuments(*list, Wants(docshare::metadata::v1::AVAILABILITY_STATUS_DEPRECATED),
                   context.terminal);
  }
  return absl::OkStatus();
}

}  // namespace docshare::consumer
