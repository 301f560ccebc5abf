#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "consumer/cli/terminal.h"
#include "consumer/client/document_consumer.h"
#include "docshare/metadata/v1/association.pb.h"
#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/folder.pb.h"

namespace docshare::consumer {

// A document that is related to another one.
struct RelatedDocument {
  docshare::metadata::v1::Association association;
  docshare::metadata::v1::DocumentEntry entry;
};

// What a registry knows around a document.
struct DocumentRelations {
  std::vector<RelatedDocument> related;
  // The folders it is in.
  std::vector<docshare::metadata::v1::Folder> folders;
  // All versions, itself among them, newest first; empty when there is only one.
  std::vector<docshare::metadata::v1::DocumentEntry> versions;
  // The registry does not list the versions: they are too many, or of several patients.
  bool versions_withheld = false;
};

// Asks for the relations of `entry`. Returns the errors of the queries.
absl::StatusOr<DocumentRelations> FindRelations(DocumentConsumer& consumer,
                                                const docshare::metadata::v1::DocumentEntry& entry);

// What the association says of the document `entry_uuid` at one of its ends, for people:
// "replaces", "replaced by" and so on.
std::string RelationLabel(const docshare::metadata::v1::Association& association,
                          absl::string_view entry_uuid);

// Tables for a person, each below a heading; nothing for what there is none of.
void PrintRelations(const DocumentRelations& relations, absl::string_view entry_uuid,
                    const Terminal& terminal);

// One line of JSON: {"document": ..., "related": [{"association": ..., "document": ...}],
// "folders": [...], "versions": [...]}.
void PrintRelationsJson(const docshare::metadata::v1::DocumentEntry& entry,
                        const DocumentRelations& relations, std::ostream& out);

}  // namespace docshare::consumer
