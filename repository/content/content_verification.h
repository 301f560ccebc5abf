#pragma once

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "repository/content/content_hasher.h"
#include "repository/content/content_store.h"
#include "repository/content/stored_content.h"

namespace docshare::repository {

// Reads every byte of a document and compares size and both hashes with what was noted when it was
// stored. `paced` is told of each piece, in bytes, and may wait or end the reading with an error.
//
// Returns kDataLoss, saying what is wrong, for content that is gone or not as it was stored, and
// what `paced` and the content store return.
absl::Status VerifyContent(const StoredContent& expected, const ContentStore& content,
                           const HashAlgorithms& algorithms,
                           absl::FunctionRef<absl::Status(uint64_t bytes)> paced);

}  // namespace docshare::repository
