#pragma once

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "repository/catalogue/stored_document.h"
#include "repository/content/content_hasher.h"
#include "repository/content/content_store.h"

namespace docshare::repository {

// Reads every byte of a document and compares size and both hashes with what the catalogue says of
// it. `paced` is told of each piece, in bytes, and may wait or end the check with an error.
//
// Returns kDataLoss, saying what is wrong, for a document that is not as it was stored, and what
// `paced` and the content store return.
absl::Status CheckStoredDocument(const StoredDocument& document, const ContentStore& content,
                                 const HashAlgorithms& algorithms,
                                 absl::FunctionRef<absl::Status(uint64_t bytes)> paced);

}  // namespace docshare::repository
