#include "repository/content/chunk_object_writer.h"

#include <cassert>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/content_object.h"

namespace docshare::repository {

using platform::S3Client;

ChunkObjectWriter::ChunkObjectWriter(S3Client* client, std::string key,
                                     std::unique_ptr<ContentCipher> cipher, size_t part_bytes)
    : client_(client), key_(std::move(key)), cipher_(std::move(cipher)), part_bytes_(part_bytes) {
  assert(part_bytes_ >= S3Client::kMinPartBytes);
  // Memory that is not written to costs nothing; growing would take up to three parts.
  buffer_.reserve(kChunkFileHeaderBytes + part_bytes_ + kSealedChunkBytes);
  buffer_ = EncodeChunkFileHeader(cipher_->id());
}

absl::Status ChunkObjectWriter::AppendChunk(absl::string_view bytes) {
  assert(!bytes.empty() && bytes.size() <= kChunkBytes);
  assert(content_bytes_ == chunk_count_ * kChunkBytes);
  const size_t begin = buffer_.size();
  buffer_.resize(begin + bytes.size() + ContentCipher::kTagBytes);
  SealChunk(chunk_count_, bytes, *cipher_, buffer_.data() + begin);
  ++chunk_count_;
  content_bytes_ += bytes.size();
  return buffer_.size() < part_bytes_ ? absl::OkStatus() : UploadPart(part_bytes_);
}

absl::Status ChunkObjectWriter::Finish() {
  absl::StrAppend(&buffer_, SealChunkFileTrailer(content_bytes_, *cipher_));
  has_asked_ = true;
  if (upload_id_.empty()) {
    absl::Status put = client_->PutObject(key_, buffer_);
    return put.ok() ? put : ObjectError(cipher_->id(), put);
  }
  absl::Status status = UploadPart(buffer_.size());
  if (status.ok()) status = CompleteUpload();
  return status;
}

absl::Status ChunkObjectWriter::UploadPart(size_t part_bytes) {
  has_asked_ = true;
  if (upload_id_.empty()) {
    absl::StatusOr<S3Client::BegunUpload> upload = client_->CreateMultipartUpload(key_);
    if (!upload.ok()) return ObjectError(cipher_->id(), upload.status());
    upload_id_ = std::move(upload->upload_id);
    other_uploads_ = upload->repeated;
  }
  if (etags_.size() == S3Client::kMaxParts) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "content ", cipher_->id().ToHex(), ": more than ", S3Client::kMaxParts, " parts"));
  }
  absl::StatusOr<std::string> etag =
      client_->UploadPart(key_, upload_id_, static_cast<int>(etags_.size()) + 1,
                          absl::string_view(buffer_).substr(0, part_bytes));
  if (!etag.ok()) return ObjectError(cipher_->id(), etag.status());
  etags_.push_back(*std::move(etag));
  buffer_.erase(0, part_bytes);
  return absl::OkStatus();
}

absl::Status ChunkObjectWriter::CompleteUpload() {
  absl::Status status;
  if (other_uploads_) status = AbortUploads(client_, key_, upload_id_);
  if (status.ok()) {
    status =
        client_->CompleteMultipartUpload(key_, upload_id_, etags_, ChunkFileBytes(content_bytes_));
  }
  return status.ok() ? status : ObjectError(cipher_->id(), status);
}

}  // namespace docshare::repository
