#include "repository/content/s3_content_writer.h"

#include <algorithm>
#include <cassert>

#include "platform/kv/kv_batch.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/content_cipher.h"
#include "repository/content/content_keys.h"
#include "repository/content/content_object.h"

namespace docshare::repository {

using platform::Durability;
using platform::KvBatch;

S3ContentWriter::S3ContentWriter(const ContentId& id, uint64_t expected_size_bytes,
                                 const HashAlgorithms* hash_algorithms, const std::string& prefix,
                                 size_t part_bytes, platform::S3Client* client, DocumentKeys* keys,
                                 platform::KvStore* kv)
    : id_(id),
      object_key_(ObjectKey(prefix, id)),
      part_bytes_(part_bytes),
      client_(client),
      keys_(keys),
      kv_(kv),
      hasher_(hash_algorithms) {
  buffer_.reserve(static_cast<size_t>(std::min<uint64_t>(expected_size_bytes, kChunkBytes)));
}

S3ContentWriter::~S3ContentWriter() {
  if (!finished_ && status_.ok()) Discard();
}

absl::Status S3ContentWriter::Append(absl::string_view bytes) {
  assert(!finished_);
  if (!status_.ok()) return status_;
  status_ = hasher_.Update(bytes);
  if (status_.ok()) status_ = Take(bytes);
  if (!status_.ok()) Discard();
  return status_;
}

absl::StatusOr<StoredContent> S3ContentWriter::Finish() {
  assert(!finished_);
  if (!status_.ok()) return status_;
  absl::StatusOr<StoredContent> content = hasher_.Finish(id_);
  status_ = content.status();
  if (status_.ok()) {
    status_ = object_ == nullptr
                  ? WriteRows({.content = *content, .place = ContentPlace::kRow, .bytes = buffer_})
                  : StoreInObject(*content);
  }
  if (!status_.ok()) {
    Discard();
    return status_;
  }
  finished_ = true;
  return content;
}

absl::Status S3ContentWriter::Take(absl::string_view bytes) {
  while (!bytes.empty()) {
    if (object_ == nullptr && buffer_.size() == kChunkBytes) {
      if (absl::Status begun = BeginObject(); !begun.ok()) return begun;
    }
    absl::Status appended;
    if (object_ != nullptr && buffer_.empty() && bytes.size() >= kChunkBytes) {
      // Whole chunks go to the object from where they are.
      appended = object_->AppendChunk(bytes.substr(0, kChunkBytes));
      bytes.remove_prefix(kChunkBytes);
    } else {
      const size_t count = std::min(bytes.size(), kChunkBytes - buffer_.size());
      buffer_.append(bytes.data(), count);
      bytes.remove_prefix(count);
      if (object_ != nullptr && buffer_.size() == kChunkBytes) {
        appended = object_->AppendChunk(buffer_);
        buffer_.clear();
      }
    }
    if (!appended.ok()) return appended;
  }
  return absl::OkStatus();
}

absl::Status S3ContentWriter::BeginObject() {
  // Durable before the first request: without the mark nobody would find what that leaves.
  KvBatch batch;
  batch.Put(UnclaimedContentKey(id_), "");
  mark_written_ = true;
  if (absl::Status marked = kv_->Write(batch, Durability::kSynced); !marked.ok()) return marked;
  object_ = std::make_unique<ChunkObjectWriter>(
      client_, object_key_, std::make_unique<ContentCipher>(key_, id_), part_bytes_);
  absl::Status appended = object_->AppendChunk(buffer_);
  buffer_.clear();
  return appended;
}

absl::Status S3ContentWriter::StoreInObject(const StoredContent& content) {
  absl::Status status;
  if (!buffer_.empty()) status = object_->AppendChunk(buffer_);
  if (status.ok()) status = object_->Finish();
  // No need to sync: without its row the object is an orphan.
  if (status.ok()) {
    status = WriteRows({.content = content, .place = ContentPlace::kObject, .bytes = ""});
  }
  return status;
}

absl::Status S3ContentWriter::WriteRows(const ContentRow& row) {
  ContentCipher cipher(key_, id_);
  KvBatch batch;
  batch.Put(ContentKey(id_), SealContentRow(row, cipher));
  batch.Put(UnclaimedContentKey(id_), "");
  mark_written_ = true;
  row_written_ = true;
  return keys_->Write(id_, key_, std::move(batch), Durability::kBuffered);
}

void S3ContentWriter::Discard() {
  // What cannot be taken away here stays an orphan, which the next start finds: there is nobody
  // to tell, and the caller has the error that led here.
  if (!mark_written_) return;
  bool object_is_gone = true;
  if (object_ != nullptr && object_->has_asked()) {
    // A server that did not answer may still do what it was asked, and would hold the caller up a
    // second time.
    object_is_gone = !absl::IsUnavailable(status_) && RemoveObject(client_, object_key_).ok();
  }
  KvBatch batch;
  if (row_written_) batch.Delete(ContentKey(id_));
  if (row_written_) batch.Delete(DocumentKeyKey(id_));
  if (object_is_gone) batch.Delete(UnclaimedContentKey(id_));
  if (!batch.empty()) keys_->WriteRemoval(batch).IgnoreError();
}

}  // namespace docshare::repository
