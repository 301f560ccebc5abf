#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "repository/content/content_id.h"
#include "repository/content/stored_content.h"

namespace docshare::repository {

// Where the bytes of a document are.
enum class ContentPlace : char { kRow = 1, kFile = 2 };

// The row of one document's bytes. All numbers are little-endian.
//
//    0   1  version, 1
//    1   1  place: 1 = the bytes are in this row, 2 = in a file (chunk_file_format.h)
//    2   8  size of the document in bytes
//   10  20  SHA-1 of the document
//   30  32  SHA-256 of the document
//   62   n  place 1 only: the document
//        8  XXH3-64 of all bytes before, seeded with the XXH3-64 of the content id
struct ContentRow {
  StoredContent content;
  ContentPlace place;
  // Place kRow: the document.
  absl::string_view bytes;
};

// Requires as many `bytes` as the content says for kRow, none for kFile.
std::string EncodeContentRow(const ContentRow& row);

// The row's `bytes` point into `value`. Returns kDataLoss, naming the content, for bytes that
// EncodeContentRow() has not written for this id.
absl::StatusOr<ContentRow> DecodeContentRow(const ContentId& id, absl::string_view value);

}  // namespace docshare::repository
