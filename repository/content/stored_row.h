#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "platform/kv/kv_store.h"
#include "repository/content/content_cipher.h"
#include "repository/content/content_id.h"
#include "repository/content/content_row.h"
#include "repository/content/document_keys.h"

namespace docshare::repository {

// A content row that was read and opened.
struct StoredRow {
  std::unique_ptr<ContentCipher> cipher;
  // What `row` points into.
  std::unique_ptr<const std::string> value;
  ContentRow row;
};

// Returns kNotFound for content that is not there, and the errors of the store, of CipherOf() and
// of OpenContentRow(), all naming the content.
absl::StatusOr<StoredRow> ReadStoredRow(const platform::KvReader& kv, const DocumentKeys& keys,
                                        const ContentId& id);

// Whether an undamaged row says that it has the document. Opens it in place.
bool IsDocumentInRow(const DocumentKeys& keys, const ContentId& id, std::string& value);

}  // namespace docshare::repository
