#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "repository/content/content_id.h"

namespace docshare::repository {

// The file of one document's bytes. All numbers are little-endian.
//
//   header     0   8  magic, "DSCONTNT"
//              8   4  version, 1
//             12   4  size of a chunk in bytes, 262144
//             16  16  content id
//             32   8  XXH3-64 of the 32 bytes before
//   chunk n    0   c  bytes of the document: 262144, in the last chunk 1 to 262144
//              c   8  XXH3-64 of these bytes, seed = s + n
//   trailer    0   8  size of the document in bytes
//              8   8  XXH3-64 of the 8 bytes before, seed = s + number of chunks
//
// s is the XXH3-64 of the content id, sums are modulo 2^64. Chunks are counted from 0; an empty
// document has none. So a flipped bit, a file cut anywhere, chunks in another order and chunks
// or files of another document are all noticed.
inline constexpr size_t kChunkBytes = 256 << 10;
inline constexpr size_t kChunkChecksumBytes = 8;
inline constexpr size_t kChunkFileHeaderBytes = 40;
inline constexpr size_t kChunkFileTrailerBytes = 16;

// Number of chunks of a document of so many bytes.
uint64_t ChunkCount(uint64_t size_bytes);

// Size of the whole file of a document of so many bytes. Requires size_bytes <= 2^56.
uint64_t ChunkFileBytes(uint64_t size_bytes);

// Where chunk `number` begins in the file.
uint64_t ChunkOffset(uint64_t number);

std::string EncodeChunkFileHeader(const ContentId& id);
std::string EncodeChunkChecksum(const ContentId& id, uint64_t number, absl::string_view bytes);
std::string EncodeChunkFileTrailer(const ContentId& id, uint64_t size_bytes);

// Return kDataLoss, saying what is wrong, unless the bytes are exactly what the encoder gives.
absl::Status CheckChunkFileHeader(const ContentId& id, absl::string_view header);
absl::Status CheckChunk(const ContentId& id, uint64_t number, absl::string_view bytes,
                        absl::string_view checksum);
absl::Status CheckChunkFileTrailer(const ContentId& id, uint64_t size_bytes,
                                   absl::string_view trailer);

}  // namespace docshare::repository
