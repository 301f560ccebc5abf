#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "repository/content/content_cipher.h"
#include "repository/content/content_id.h"

namespace docshare::repository {

// The file of one document's bytes, sealed under its key (content_cipher.h). All numbers are
// little-endian.
//
//   header     0   8  magic, "DSCONTNT"
//              8   4  version, 2
//             12   4  size of a chunk in bytes, 262144
//             16  16  content id
//   chunk n    0   c  bytes of the document, sealed as part n: 262144, in the last chunk 1 to
//   262144
//              c  16  its tag
//   trailer    0   8  size of the document in bytes, sealed as the trailer; associated data: header
//              8  16  its tag
//
// Chunks are counted from 0; an empty document has none. So a flipped bit, a file cut anywhere,
// chunks in another order and chunks or files of another document are all noticed.
inline constexpr size_t kChunkBytes = 256 << 10;
inline constexpr size_t kSealedChunkBytes = kChunkBytes + ContentCipher::kTagBytes;
inline constexpr size_t kChunkFileHeaderBytes = 32;
inline constexpr size_t kChunkFileTrailerBytes = 8 + ContentCipher::kTagBytes;

// Number of chunks of a document of so many bytes.
uint64_t ChunkCount(uint64_t size_bytes);

// Size of the whole file of a document of so many bytes. Requires size_bytes <= 2^56.
uint64_t ChunkFileBytes(uint64_t size_bytes);

// Where chunk `number` begins in the file.
uint64_t ChunkOffset(uint64_t number);

std::string EncodeChunkFileHeader(const ContentId& id);

// `sealed` has room for the bytes and a tag.
void SealChunk(uint64_t number, absl::string_view bytes, ContentCipher& cipher, char* sealed);

std::string SealChunkFileTrailer(uint64_t size_bytes, ContentCipher& cipher);

// Return kDataLoss, saying what is wrong, for anything that the three above do not give.
absl::Status CheckChunkFileHeader(const ContentId& id, absl::string_view header);
// `bytes` may be where `sealed` is.
absl::Status OpenChunk(uint64_t number, absl::string_view sealed, ContentCipher& cipher,
                       char* bytes);
absl::Status CheckChunkFileTrailer(uint64_t size_bytes, absl::string_view trailer,
                                   ContentCipher& cipher);

}  // namespace docshare::repository
