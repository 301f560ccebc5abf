#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "repository/content/content_cipher.h"
#include "repository/content/stored_content.h"

namespace docshare::repository {

// Where the bytes of a document are.
enum class ContentPlace : char { kRow = 1, kFile = 2, kObject = 3 };

// The row of one document's bytes. All numbers are little-endian.
//
//    0   1  version, 2
//    1   1  place: 1 = the bytes are in this row, 2 = in a file (chunk_file_format.h),
//           3 = in an S3 object (content_object.h)
//    2   8  size of the document in bytes
//   10  20  SHA-1 of the document
//   30  32  SHA-256 of the document
//   62   n  the document for place 1, nothing otherwise, sealed as the row (content_cipher.h);
//           associated data: the 62 bytes before
//       16  its tag
struct ContentRow {
  StoredContent content;
  ContentPlace place;
  // Place kRow: the document.
  absl::string_view bytes;
};

// Requires as many `bytes` as the content says for kRow, none otherwise; the cipher is the
// content's.
std::string SealContentRow(const ContentRow& row, ContentCipher& cipher);

// Opens the row in place: its `bytes` point into `value`. Returns kDataLoss, naming the content,
// for bytes that SealContentRow() has not written for this cipher.
absl::StatusOr<ContentRow> OpenContentRow(std::string& value, ContentCipher& cipher);

}  // namespace docshare::repository
