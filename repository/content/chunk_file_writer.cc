#include "repository/content/chunk_file_writer.h"

#include <cassert>
#include <string>
#include <utility>

namespace docshare::repository {
namespace {

// One such window is being filled while the one before it moves to the disk.
constexpr uint64_t kWindowBytes = 8 << 20;

}  // namespace

ChunkFileWriter::ChunkFileWriter(PosixFile file, std::unique_ptr<ContentCipher> cipher)
    : file_(std::move(file)), cipher_(std::move(cipher)) {}

absl::Status ChunkFileWriter::AppendChunk(absl::string_view bytes) {
  assert(!bytes.empty() && bytes.size() <= kChunkBytes);
  assert(content_bytes_ == chunk_count_ * kChunkBytes);
  sealed_.resize(bytes.size() + ContentCipher::kTagBytes);
  SealChunk(chunk_count_, bytes, *cipher_, sealed_.data());
  absl::Status status = Append(sealed_);
  if (!status.ok()) return status;
  ++chunk_count_;
  content_bytes_ += bytes.size();
  return LimitDirtyBytes();
}

absl::Status ChunkFileWriter::Finish() {
  absl::Status status = Append(SealChunkFileTrailer(content_bytes_, *cipher_));
  if (!status.ok()) return status;
  return file_.SyncData();
}

absl::Status ChunkFileWriter::Append(absl::string_view bytes) {
  if (file_bytes_ == 0) {
    const std::string header = EncodeChunkFileHeader(cipher_->id());
    absl::Status status = file_.Append(header);
    if (!status.ok()) return status;
    file_bytes_ += header.size();
  }
  absl::Status status = file_.Append(bytes);
  if (!status.ok()) return status;
  file_bytes_ += bytes.size();
  return absl::OkStatus();
}

absl::Status ChunkFileWriter::LimitDirtyBytes() {
  if (file_bytes_ - started_bytes_ < kWindowBytes) return absl::OkStatus();
  absl::Status status = file_.StartWriteBack(started_bytes_, file_bytes_ - started_bytes_);
  if (status.ok() && started_bytes_ > written_back_bytes_) {
    status = file_.FinishWriteBack(written_back_bytes_, started_bytes_ - written_back_bytes_);
  }
  written_back_bytes_ = started_bytes_;
  started_bytes_ = file_bytes_;
  return status;
}

}  // namespace docshare::repository
