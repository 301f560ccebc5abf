#pragma once

#include <array>
#include <string>
#include <vector>

#include "docshare/metadata/v1/document_entry.pb.h"
#include "docshare/metadata/v1/identifier.pb.h"
#include "domain/time/dtm.h"

namespace docshare::repository {

// A document of the list: what its row says, and the entry it is about.
struct DocumentListRow {
  std::string entry_uuid;
  // Created, service, title, type, author, format, unique id.
  std::array<std::string, 7> cells;
};

DocumentListRow RowOf(const metadata::v1::DocumentEntry& entry);

// What a list of a patient's documents is made of.
struct DocumentList {
  // The list's own entry: patient, title, codes, language, repository.
  metadata::v1::DocumentEntry about;
  // Who answers for it.
  metadata::v1::Organization custodian;
  // In the order of the list.
  std::vector<DocumentListRow> documents;
};

// The list as a CDA document of level 1: a header, and a table for people. Headings are Norwegian
// where the entry's language is, else English. The same arguments always give the same bytes.
//
// Source: HL7 Clinical Document Architecture, Release 2.0.
std::string WriteDocumentListCda(const DocumentList& list, const std::string& unique_id,
                                 const Dtm& creation_time);

}  // namespace docshare::repository
