#include "consumer/cli/document_relations.h"

#include <algorithm>
#include <map>
#include <utility>

#include "consumer/cli/document_list.h"
#include "consumer/cli/document_lookup.h"
#include "consumer/cli/entry_view.h"
#include "consumer/cli/folder_list.h"
#include "consumer/cli/json_writer.h"
#include "consumer/cli/metadata_values.h"
#include "consumer/cli/proto_json.h"
#include "consumer/cli/table.h"
#include "domain/metadata/association_type.h"

namespace docshare::consumer {
namespace {

using docshare::metadata::v1::Association;
using docshare::metadata::v1::DocumentEntry;
using docshare::metadata::v1::Folder;
using docshare::registry::v1::GetDocumentsRequest;
using docshare::registry::v1::GetDocumentsResponse;
using docshare::registry::v1::GetFoldersForDocumentRequest;
using docshare::registry::v1::GetFoldersForDocumentResponse;
using docshare::registry::v1::GetRelatedDocumentsRequest;
using docshare::registry::v1::GetRelatedDocumentsResponse;

// How a relationship reads from its source and from its target.
struct Relation {
  const char* association_type;
  const char* from_source;
  const char* from_target;
};
constexpr Relation kRelations[] = {
    {kReplace, "replaces", "replaced by"},
    {kTransform, "other form of", "has another form"},
    {kAppend, "adds to", "added to by"},
    {kTransformAndReplace, "replaces, in another form", "replaced, in another form, by"},
    {kSigns, "signs", "signed by"},
    {kIsSnapshotOf, "snapshot of", "has a snapshot"},
};

// All versions, older ones and those whose documents are away among them.
constexpr uint32_t kAllVersions = 2;

absl::StatusOr<std::vector<RelatedDocument>> FindRelated(StoredQueries& queries,
                                                         const std::string& entry_uuid) {
  GetRelatedDocumentsRequest request;
  request.set_entry_uuid(entry_uuid);
  for (const Relation& relation : kRelations) {
    request.add_association_types(relation.association_type);
  }
  request.add_object_types(docshare::metadata::v1::DOCUMENT_ENTRY_TYPE_STABLE);
  request.add_object_types(docshare::metadata::v1::DOCUMENT_ENTRY_TYPE_ON_DEMAND);
  request.add_association_statuses(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_metadata_level(kAllVersions);
  request.set_return_type(docshare::registry::v1::RETURN_TYPE_LEAF_CLASS);
  std::map<std::string, DocumentEntry> entries;
  std::vector<Association> associations;
  absl::Status status =
      queries.ForEachPage(&StoredQueries::GetRelatedDocuments, std::move(request),
                          [&](const GetRelatedDocumentsResponse& page) {
                            for (const DocumentEntry& entry : page.document_entries()) {
                              entries[entry.entry_uuid()] = entry;
                            }
                            associations.insert(associations.end(), page.associations().begin(),
                                                page.associations().end());
                            return true;
                          });
  if (!status.ok()) return status;
  std::vector<RelatedDocument> related;
  for (const Association& association : associations) {
    const bool is_source = association.source_object() == entry_uuid;
    const std::string& other =
        is_source ? association.target_object() : association.source_object();
    entries[other].set_entry_uuid(other);
    related.push_back({association, entries[other]});
  }
  return related;
}

absl::StatusOr<std::vector<Folder>> FindFolders(StoredQueries& queries,
                                                const std::string& entry_uuid) {
  GetFoldersForDocumentRequest request;
  request.set_entry_uuid(entry_uuid);
  request.set_return_type(docshare::registry::v1::RETURN_TYPE_LEAF_CLASS);
  std::vector<Folder> folders;
  absl::Status status = queries.ForEachPage(
      &StoredQueries::GetFoldersForDocument, std::move(request),
      [&](const GetFoldersForDocumentResponse& page) {
        folders.insert(folders.end(), page.folders().begin(), page.folders().end());
        return true;
      });
  if (!status.ok()) return status;
  return folders;
}

absl::Status FindVersions(StoredQueries& queries, const std::string& logical_id,
                          DocumentRelations& relations) {
  if (logical_id.empty()) return absl::OkStatus();
  GetDocumentsRequest request;
  request.add_logical_ids(logical_id);
  request.set_metadata_level(kAllVersions);
  request.set_return_type(docshare::registry::v1::RETURN_TYPE_LEAF_CLASS);
  std::vector<DocumentEntry> versions;
  absl::Status status = queries.ForEachPage(
      &StoredQueries::GetDocuments, std::move(request), [&](const GetDocumentsResponse& page) {
        versions.insert(versions.end(), page.document_entries().begin(),
                        page.document_entries().end());
        return true;
      });
  relations.versions_withheld = absl::IsFailedPrecondition(status);
  if (relations.versions_withheld) return absl::OkStatus();
  if (!status.ok()) return status;
  if (versions.size() < 2) return absl::OkStatus();
  relations.versions = std::move(versions);
  std::sort(
      relations.versions.begin(), relations.versions.end(),
      [](const DocumentEntry& a, const DocumentEntry& b) { return a.version() > b.version(); });
  return absl::OkStatus();
}

// The columns that tell one document from another, behind one more of its own.
void PrintTable(const std::string& title,
                const std::vector<std::pair<std::string, const DocumentEntry*>>& documents,
                const Terminal& terminal) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [label, entry] : documents) {
    rows.push_back({label, StatusLabel(entry->availability_status()),
                    FormatTime(entry->creation_time()), TextLabel(entry->title()),
                    ShortUuid(entry->entry_uuid())});
  }
  terminal.out << RenderTable(
      {{title, false, 8}, {"STATUS"}, {"CREATED"}, {"TITLE", false, 8}, {"ENTRYUUID"}}, rows,
      terminal.out_is_terminal ? terminal.width : 0);
}

}  // namespace

absl::StatusOr<DocumentRelations> FindRelations(DocumentConsumer& consumer,
                                                const DocumentEntry& entry) {
  DocumentRelations relations;
  absl::StatusOr<std::vector<RelatedDocument>> related =
      FindRelated(consumer.queries(), entry.entry_uuid());
  if (!related.ok()) return related.status();
  relations.related = *std::move(related);
  absl::StatusOr<std::vector<Folder>> folders = FindFolders(consumer.queries(), entry.entry_uuid());
  if (!folders.ok()) return folders.status();
  relations.folders = *std::move(folders);
  absl::Status versions = FindVersions(consumer.queries(), entry.logical_id(), relations);
  if (!versions.ok()) return versions;
  return relations;
}

std::string RelationLabel(const Association& association, absl::string_view entry_uuid) {
  for (const Relation& relation : kRelations) {
    if (association.association_type() != relation.association_type) continue;
    return association.source_object() == entry_uuid ? relation.from_source : relation.from_target;
  }
  return association.association_type();
}

void PrintRelations(const DocumentRelations& relations, absl::string_view entry_uuid,
                    const Terminal& terminal) {
  std::vector<std::pair<std::string, const DocumentEntry*>> documents;
  if (!relations.related.empty()) {
    for (const RelatedDocument& related : relations.related) {
      documents.emplace_back(RelationLabel(related.association, entry_uuid), &related.entry);
    }
    terminal.out << "\nRelated documents:\n";
    PrintTable("RELATION", documents, terminal);
  }
  if (!relations.folders.empty()) {
    terminal.out << "\nIn folders:\n";
    PrintFolders(relations.folders, /*show_status=*/false, terminal);
  }
  if (!relations.versions.empty()) {
    documents.clear();
    for (const DocumentEntry& version : relations.versions) {
      documents.emplace_back(std::to_string(version.version()), &version);
    }
    terminal.out << "\nVersions:\n";
    PrintTable("VERSION", documents, terminal);
  }
  if (relations.versions_withheld) {
    terminal.err << "note: the versions of this document are too many to list, or belong to "
                    "several patients\n";
  }
}

void PrintRelationsJson(const DocumentEntry& entry, const DocumentRelations& relations,
                        std::ostream& out) {
  JsonWriter json;
  json.BeginObject();
  json.Key("document").Raw(ProtoJson(entry));
  json.Key("related").BeginArray();
  for (const RelatedDocument& related : relations.related) {
    json.BeginObject();
    json.Key("association").Raw(ProtoJson(related.association));
    json.Key("document").Raw(ProtoJson(related.entry));
    json.EndObject();
  }
  json.EndArray();
  json.Key("folders").BeginArray();
  for (const Folder& folder : relations.folders) json.Raw(ProtoJson(folder));
  json.EndArray();
  json.Key("versions").BeginArray();
  for (const DocumentEntry& version : relations.versions) json.Raw(ProtoJson(version));
  json.EndArray();
  json.EndObject();
  out << json.text() << "\n";
}

}  // namespace docshare::consumer
