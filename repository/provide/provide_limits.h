#pragma once

#include <cstddef>
#include <cstdint>

namespace docshare::repository {

// Limits of ProvideDocumentSet; see the RPC.
inline constexpr uint64_t kMaxDocumentBytes = uint64_t{4} << 30;
inline constexpr size_t kMaxChunkBytes = size_t{1} << 20;
inline constexpr int kMaxDocuments = 5000;
// Folders, associations and the size of an object are limited as at the registry, see
// domain/metadata/rules/submission_limits.h.
// Of the metadata, as sent and as passed on to the registry, which reads no more.
inline constexpr size_t kMaxMetadataBytes = size_t{64} << 20;

}  // namespace docshare::repository
