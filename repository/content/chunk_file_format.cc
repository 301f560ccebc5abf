#include "repository/content/chunk_file_format.h"

#include <xxhash.h>

#include "absl/strings/str_cat.h"
#include "repository/content/little_endian.h"

namespace docshare::repository {
namespace {

constexpr absl::string_view kMagic = "DSCONTNT";
constexpr uint32_t kVersion = 1;

uint64_t SeedOf(const ContentId& id, uint64_t number) {
  return XXH3_64bits(id.bytes().data(), id.bytes().size()) + number;
}

absl::Status Damaged(const ContentId& id, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("content ", id.ToHex(), ": ", what));
}

}  // namespace

uint64_t ChunkCount(uint64_t size_bytes) {
  return size_bytes / kChunkBytes + (size_bytes % kChunkBytes == 0 ? 0 : 1);
}

uint64_t ChunkFileBytes(uint64_t size_bytes) {
  return kChunkFileHeaderBytes + size_bytes + ChunkCount(size_bytes) * kChunkChecksumBytes +
         kChunkFileTrailerBytes;
}

uint64_t ChunkOffset(uint64_t number) {
  return kChunkFileHeaderBytes + number * (kChunkBytes + kChunkChecksumBytes);
}

std::string EncodeChunkFileHeader(const ContentId& id) {
  std::string header(kMagic);
  AppendLittleEndian(kVersion, 4, &header);
  AppendLittleEndian(kChunkBytes, 4, &header);
  absl::StrAppend(&header, id.bytes());
  AppendLittleEndian(XXH3_64bits(header.data(), header.size()), 8, &header);
  return header;
}

std::string EncodeChunkChecksum(const ContentId& id, uint64_t number, absl::string_view bytes) {
  std::string checksum;
  AppendLittleEndian(XXH3_64bits_withSeed(bytes.data(), bytes.size(), SeedOf(id, number)),
                     kChunkChecksumBytes, &checksum);
  return checksum;
}

std::string EncodeChunkFileTrailer(const ContentId& id, uint64_t size_bytes) {
  std::string trailer;
  AppendLittleEndian(size_bytes, 8, &trailer);
  return absl::StrCat(trailer, EncodeChunkChecksum(id, ChunkCount(size_bytes), trailer));
}

absl::Status CheckChunkFileHeader(const ContentId& id, absl::string_view header) {
  if (header == EncodeChunkFileHeader(id)) return absl::OkStatus();
  return Damaged(id, "the header of its file is damaged or that of another content");
}

absl::Status CheckChunk(const ContentId& id, uint64_t number, absl::string_view bytes,
                        absl::string_view checksum) {
  if (checksum == EncodeChunkChecksum(id, number, bytes)) return absl::OkStatus();
  return Damaged(id, absl::StrCat("chunk ", number, " fails its checksum"));
}

absl::Status CheckChunkFileTrailer(const ContentId& id, uint64_t size_bytes,
                                   absl::string_view trailer) {
  if (trailer == EncodeChunkFileTrailer(id, size_bytes)) return absl::OkStatus();
  return Damaged(id, "the trailer of its file is damaged or that of another content");
}

}  // namespace docshare::repository
