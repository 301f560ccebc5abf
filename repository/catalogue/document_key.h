#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/ids/unique_id.h"

namespace docshare::repository {

// Key of the row of a document that can be retrieved.
//
//   0x02 | unique id (UTF-8, to the end of the key)
//
// The value is a storage.v1.DocumentRow. Looked up by the retrieval of a document; scanned by
// what looks at all documents.
std::string EncodeDocumentKey(const UniqueId& unique_id);

// Returns kDataLoss for bytes that EncodeDocumentKey() cannot have written.
absl::StatusOr<UniqueId> DecodeDocumentKey(absl::string_view bytes);

// All document keys are in [FirstDocumentKey(), DocumentKeysEnd()).
std::string FirstDocumentKey();
std::string DocumentKeysEnd();

}  // namespace docshare::repository
