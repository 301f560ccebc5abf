#pragma once

#include <cstddef>
#include <cstdint>

namespace docshare::repository {

// Limits of ProvideDocumentSet; see the RPC.
inline constexpr uint64_t kMaxDocumentBytes = uint64_t{4} << 30;
inline constexpr size_t kMaxChunkBytes = size_t{1} << 20;
inline constexpr int kMaxDocuments = 5000;
// Folders, and associations: as many as the registry takes.
inline constexpr int kMaxFolders = 5000;
inline constexpr int kMaxAssociations = 5000;
// Of the metadata of one object: as the registry.
inline constexpr size_t kMaxObjectBytes = size_t{1} << 20;
// Of the metadata, as sent and as passed on to the registry, which reads no more.
inline constexpr size_t kMaxMetadataBytes = size_t{64} << 20;

}  // namespace docshare::repository
