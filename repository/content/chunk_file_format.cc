#include "repository/content/chunk_file_format.h"

#include "absl/strings/str_cat.h"
#include "repository/content/little_endian.h"

namespace docshare::repository {
namespace {

constexpr absl::string_view kMagic = "DSCONTNT";
constexpr uint32_t kVersion = 2;

absl::Status Damaged(const ContentId& id, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("content ", id.ToHex(), ": ", what));
}

}  // namespace

uint64_t ChunkCount(uint64_t size_bytes) {
  return size_bytes / kChunkBytes + (size_bytes % kChunkBytes == 0 ? 0 : 1);
}

uint64_t ChunkFileBytes(uint64_t size_bytes) {
  return kChunkFileHeaderBytes + size_bytes + ChunkCount(size_bytes) * ContentCipher::kTagBytes +
         kChunkFileTrailerBytes;
}

uint64_t ChunkOffset(uint64_t number) { return kChunkFileHeaderBytes + number * kSealedChunkBytes; }

std::string EncodeChunkFileHeader(const ContentId& id) {
  std::string header(kMagic);
  AppendLittleEndian(kVersion, 4, &header);
  AppendLittleEndian(kChunkBytes, 4, &header);
  absl::StrAppend(&header, id.bytes());
  return header;
}

void SealChunk(uint64_t number, absl::string_view bytes, ContentCipher& cipher, char* sealed) {
  cipher.Seal(number, "", bytes, sealed);
}

std::string SealChunkFileTrailer(uint64_t size_bytes, ContentCipher& cipher) {
  std::string size;
  AppendLittleEndian(size_bytes, 8, &size);
  std::string trailer(kChunkFileTrailerBytes, '\0');
  cipher.Seal(ContentCipher::kTrailer, EncodeChunkFileHeader(cipher.id()), size, trailer.data());
  return trailer;
}

absl::Status CheckChunkFileHeader(const ContentId& id, absl::string_view header) {
  if (header == EncodeChunkFileHeader(id)) return absl::OkStatus();
  return Damaged(id, "the header of its file is damaged or that of another content");
}

absl::Status OpenChunk(uint64_t number, absl::string_view sealed, ContentCipher& cipher,
                       char* bytes) {
  if (cipher.Open(number, "", sealed, bytes).ok()) return absl::OkStatus();
  return Damaged(cipher.id(), absl::StrCat("chunk ", number, " is damaged"));
}

absl::Status CheckChunkFileTrailer(uint64_t size_bytes, absl::string_view trailer,
                                   ContentCipher& cipher) {
  char size[8];
  if (trailer.size() == kChunkFileTrailerBytes &&
      cipher.Open(ContentCipher::kTrailer, EncodeChunkFileHeader(cipher.id()), trailer, size)
          .ok() &&
      ReadLittleEndian({size, sizeof(size)}) == size_bytes) {
    return absl::OkStatus();
  }
  return Damaged(cipher.id(), "the trailer of its file is damaged or that of another content");
}

}  // namespace docshare::repository
