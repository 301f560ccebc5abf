#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/storage/v1/repository_rows.pb.h"
#include "domain/ids/unique_id.h"
#include "repository/content/stored_content.h"

namespace docshare::repository {

// A document whose bytes are in the content store.
struct StoredDocument {
  UniqueId unique_id;
  StoredContent content;
  // As in the metadata it came with.
  std::string mime_type;
  // "code^^scheme"; empty without one.
  std::string class_code;

  friend bool operator==(const StoredDocument&, const StoredDocument&) = default;
};

storage::v1::DocumentRow ToRow(const StoredDocument& document);

// Returns kDataLoss for a row that ToRow() cannot have made.
absl::StatusOr<StoredDocument> FromRow(const storage::v1::DocumentRow& row);

// The value under a document key: a storage.v1.DocumentRow.
std::string EncodeDocumentRow(const StoredDocument& document);

// Returns kDataLoss for bytes that EncodeDocumentRow() cannot have written.
absl::StatusOr<StoredDocument> DecodeDocumentRow(absl::string_view bytes);

}  // namespace docshare::repository
