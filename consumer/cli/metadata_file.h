#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "docshare/registry/v1/registry_service.pb.h"

namespace docshare::consumer {

// Longest metadata file that is read.
inline constexpr size_t kMaxMetadataFileBytes = 64 << 20;

// Reads metadata for publishing from a JSON file in protobuf's JSON form: a DocumentEntry, which is
// returned as the only entry, or {"submissionSet": ..., "documentEntries": [...], "folders": [...],
// "associations": [...]}, what `docshare publish --dry-run` prints.
//
// Returns kFailedPrecondition for a file that cannot be read or is too long, and kInvalidArgument,
// naming file and fault, for a text that is no JSON or has a field that metadata does not know.
absl::StatusOr<docshare::registry::v1::RegisterDocumentSetRequest> ReadMetadataFile(
    const std::string& path);

}  // namespace docshare::consumer
