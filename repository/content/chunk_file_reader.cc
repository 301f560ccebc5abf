#include "repository/content/chunk_file_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "repository/content/chunk_file_format.h"

namespace docshare::repository {
namespace {

absl::Status OfContent(const ContentId& id, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat("content ", id.ToHex(), ": ", status.message()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChunkFileReader>> ChunkFileReader::Open(
    PosixFile file, std::unique_ptr<ContentCipher> cipher, uint64_t size_bytes) {
  const ContentId& id = cipher->id();
  const absl::StatusOr<uint64_t> file_bytes = file.SizeBytes();
  if (!file_bytes.ok()) return OfContent(id, file_bytes.status());
  // A size beyond that of the file first: the sum below must not overflow.
  if (size_bytes > *file_bytes || *file_bytes != ChunkFileBytes(size_bytes)) {
    return absl::DataLossError(absl::StrCat("content ", id.ToHex(), ": its file has ", *file_bytes,
                                            " bytes, which does not fit ", size_bytes,
                                            " bytes of content"));
  }
  char header[kChunkFileHeaderBytes];
  char trailer[kChunkFileTrailerBytes];
  absl::Status status = file.ReadAt(0, sizeof(header), header);
  if (status.ok()) status = file.ReadAt(*file_bytes - sizeof(trailer), sizeof(trailer), trailer);
  if (!status.ok()) return OfContent(id, status);
  status = CheckChunkFileHeader(id, {header, sizeof(header)});
  if (status.ok()) status = CheckChunkFileTrailer(size_bytes, {trailer, sizeof(trailer)}, *cipher);
  if (!status.ok()) return status;
  file.ExpectSequentialReads();
  return std::unique_ptr<ChunkFileReader>(
      new ChunkFileReader(std::move(file), std::move(cipher), size_bytes));
}

ChunkFileReader::ChunkFileReader(PosixFile file, std::unique_ptr<ContentCipher> cipher,
                                 uint64_t size_bytes)
    : file_(std::move(file)), cipher_(std::move(cipher)), size_bytes_(size_bytes) {}

absl::StatusOr<absl::string_view> ChunkFileReader::Read() {
  if (position_ == size_bytes_) return absl::string_view();
  const uint64_t number = position_ / kChunkBytes;
  const uint64_t chunk_begin = number * kChunkBytes;
  const size_t chunk_bytes =
      static_cast<size_t>(std::min<uint64_t>(kChunkBytes, size_bytes_ - chunk_begin));
  buffer_.resize(chunk_bytes + ContentCipher::kTagBytes);
  absl::Status status = file_.ReadAt(ChunkOffset(number), buffer_.size(), buffer_.data());
  if (!status.ok()) return OfContent(cipher_->id(), status);
  status = OpenChunk(number, buffer_, *cipher_, buffer_.data());
  if (!status.ok()) return status;
  const absl::string_view chunk = absl::string_view(buffer_).substr(0, chunk_bytes);
  const absl::string_view wanted = chunk.substr(static_cast<size_t>(position_ - chunk_begin));
  position_ = chunk_begin + chunk_bytes;
  return wanted;
}

absl::Status ChunkFileReader::Seek(uint64_t offset) {
  if (offset > size_bytes_) {
    return absl::InvalidArgumentError(
        absl::StrCat("offset ", offset, " is beyond the end at ", size_bytes_));
  }
  position_ = offset;
  return absl::OkStatus();
}

}  // namespace docshare::repository
