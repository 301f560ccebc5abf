#include "repository/content/s3_content_writer.h"

#include "platform/kv/kv_batch.h"
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
    : ChunkedWriter(id, expected_size_bytes, hash_algorithms, keys),
      object_key_(ObjectKey(prefix, id)),
      part_bytes_(part_bytes),
      client_(client),
      kv_(kv) {}

S3ContentWriter::~S3ContentWriter() {
  if (is_abandoned()) Discard();
}

absl::Status S3ContentWriter::BeginChunks() {
  // Durable before the first request: without the mark nobody would find what that leaves.
  KvBatch batch;
  batch.Put(UnclaimedContentKey(id()), "");
  mark_written_ = true;
  if (absl::Status marked = kv_->Write(batch, Durability::kSynced); !marked.ok()) return marked;
  object_ = std::make_unique<ChunkObjectWriter>(
      client_, object_key_, std::make_unique<ContentCipher>(key(), id()), part_bytes_);
  return absl::OkStatus();
}

absl::Status S3ContentWriter::AppendChunk(absl::string_view bytes) {
  return object_->AppendChunk(bytes);
}

absl::Status S3ContentWriter::CompleteChunks(const StoredContent& content) {
  if (absl::Status completed = object_->Finish(); !completed.ok()) return completed;
  // No need to sync: without its row the object is an orphan.
  return WriteRows({.content = content, .place = ContentPlace::kObject, .bytes = ""},
                   Durability::kBuffered);
}

void S3ContentWriter::Discard() {
  // What cannot be taken away here stays an orphan, which the next start finds: there is nobody
  // to tell, and the caller has the error that led here.
  if (!mark_written_ && !row_written()) return;
  bool object_is_gone = true;
  if (object_ != nullptr && object_->has_asked()) {
    // A server that did not answer may still do what it was asked, and would hold the caller up a
    // second time.
    object_is_gone = !absl::IsUnavailable(status()) && RemoveObject(client_, object_key_).ok();
  }
  KvBatch batch;
  if (row_written()) batch.Delete(ContentKey(id()));
  if (row_written()) batch.Delete(DocumentKeyKey(id()));
  if (object_is_gone) batch.Delete(UnclaimedContentKey(id()));
  if (!batch.empty()) keys().WriteRemoval(batch).IgnoreError();
}

}  // namespace docshare::repository
