#include "repository/content/chunk_object_reader.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "absl/strings/str_cat.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/content_object.h"

namespace docshare::repository {
namespace {

using platform::S3Range;

constexpr uint64_t kWindowChunks = 8;

}  // namespace

absl::StatusOr<std::unique_ptr<ChunkObjectReader>> ChunkObjectReader::Open(
    platform::S3Client* client, std::string key, std::unique_ptr<ContentCipher> cipher,
    uint64_t size_bytes) {
  std::unique_ptr<ChunkObjectReader> reader(
      new ChunkObjectReader(client, std::move(key), std::move(cipher), size_bytes));
  if (absl::Status fetched = reader->Fetch(0); !fetched.ok()) return fetched;
  return reader;
}

ChunkObjectReader::ChunkObjectReader(platform::S3Client* client, std::string key,
                                     std::unique_ptr<ContentCipher> cipher, uint64_t size_bytes)
    : client_(client), key_(std::move(key)), cipher_(std::move(cipher)), size_bytes_(size_bytes) {}

absl::StatusOr<absl::string_view> ChunkObjectReader::Read() {
  if (position_ == size_bytes_) return absl::string_view();
  const uint64_t number = position_ / kChunkBytes;
  const uint64_t chunk_begin = number * kChunkBytes;
  const size_t chunk_bytes =
      static_cast<size_t>(std::min<uint64_t>(kChunkBytes, size_bytes_ - chunk_begin));
  const size_t sealed_bytes = chunk_bytes + ContentCipher::kTagBytes;
  const uint64_t sealed_begin = ChunkOffset(number);
  if (sealed_begin < window_begin_ ||
      sealed_begin + sealed_bytes > window_begin_ + window_.size()) {
    if (absl::Status fetched = Fetch(number); !fetched.ok()) return fetched;
  }
  // Not in place: after a Seek() back the chunk is opened again.
  chunk_.resize(chunk_bytes);
  const absl::string_view sealed = absl::string_view(window_).substr(
      static_cast<size_t>(sealed_begin - window_begin_), sealed_bytes);
  absl::Status opened = OpenChunk(number, sealed, *cipher_, chunk_.data());
  if (!opened.ok()) return opened;
  const absl::string_view wanted =
      absl::string_view(chunk_).substr(static_cast<size_t>(position_ - chunk_begin));
  position_ = chunk_begin + chunk_bytes;
  return wanted;
}

absl::Status ChunkObjectReader::Seek(uint64_t offset) {
  if (offset > size_bytes_) {
    return absl::InvalidArgumentError(
        absl::StrCat("offset ", offset, " is beyond the end at ", size_bytes_));
  }
  position_ = offset;
  return absl::OkStatus();
}

absl::Status ChunkObjectReader::Fetch(uint64_t first_chunk) {
  const ContentId& id = cipher_->id();
  const uint64_t object_bytes = ChunkFileBytes(size_bytes_);
  const uint64_t end_chunk = first_chunk + kWindowChunks;
  const bool is_end = end_chunk >= ChunkCount(size_bytes_);
  window_begin_ = first_chunk == 0 ? 0 : ChunkOffset(first_chunk);
  const uint64_t end = is_end ? object_bytes : ChunkOffset(end_chunk);
  window_.resize(static_cast<size_t>(end - window_begin_));
  const absl::StatusOr<S3Range> range =
      client_->GetRange(key_, window_begin_, absl::MakeSpan(window_));
  absl::Status status = range.status();
  if (absl::IsNotFound(status)) {
    status = absl::DataLossError(absl::StrCat("content ", id.ToHex(), ": its object is gone"));
  } else if (absl::IsOutOfRange(status) || (range.ok() && range->object_bytes != object_bytes)) {
    status = absl::DataLossError(absl::StrCat("content ", id.ToHex(), ": its object does not fit ",
                                              size_bytes_, " bytes of content"));
  } else if (!status.ok()) {
    status = ObjectError(id, status);
  }
  // GetRange() gives all that was asked for within the object.
  assert(!status.ok() || range->size_bytes == window_.size());
  const absl::string_view window = window_;
  if (status.ok() && first_chunk == 0) {
    status = CheckChunkFileHeader(id, window.substr(0, kChunkFileHeaderBytes));
  }
  if (status.ok() && is_end) {
    status = CheckChunkFileTrailer(size_bytes_,
                                   window.substr(window.size() - kChunkFileTrailerBytes), *cipher_);
  }
  // Nothing of it may be taken for the object's bytes.
  if (!status.ok()) window_.clear();
  return status;
}

}  // namespace docshare::repository
