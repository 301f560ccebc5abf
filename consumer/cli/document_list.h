#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "consumer/cli/terminal.h"
#include "docshare/metadata/v1/document_entry.pb.h"

namespace docshare::consumer {

// Documents that were found, for a person or a program to read.
struct DocumentList {
  // One of the two is empty: complete entries, or entryUUIDs alone.
  std::vector<docshare::metadata::v1::DocumentEntry> entries;
  std::vector<std::string> entry_uuids;
  // There are more than these.
  bool more = false;

  size_t size() const { return entries.size() + entry_uuids.size(); }
};

// Adds what fits of `entries` or `entry_uuids` of one page, so that no more than `limit` documents
// are listed; 0 means that there is no limit. Returns false, and sets `more`, when something did
// not fit.
template <typename Page>
bool AddPage(const Page& page, uint64_t limit, DocumentList& list) {
  const auto has_room = [&] {
    list.more = limit > 0 && list.size() >= limit;
    return !list.more;
  };
  for (const auto& entry : page.document_entries()) {
    if (!has_room()) return false;
    list.entries.push_back(entry);
  }
  for (const auto& entry_uuid : page.entry_uuids()) {
    if (!has_room()) return false;
    list.entry_uuids.push_back(entry_uuid);
  }
  return true;
}

// "approved" or "deprecated".
std::string StatusLabel(docshare::metadata::v1::AvailabilityStatus status);

// One line of JSON: {"documents": [...], "count": 1, "more": false}, with "entryUuids" in the place
// of "documents" when `refs` is true.
void PrintDocumentsJson(const DocumentList& list, bool refs, std::ostream& out);

// A table, or the entryUUIDs one a line; on the error stream what there is to say about it.
void PrintDocuments(const DocumentList& list, bool show_status, const Terminal& terminal);

}  // namespace docshare::consumer
