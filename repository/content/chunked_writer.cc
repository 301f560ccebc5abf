#include "repository/content/chunked_writer.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "platform/kv/kv_batch.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/content_cipher.h"
#include "repository/content/content_keys.h"

namespace docshare::repository {

using platform::Durability;
using platform::KvBatch;

ChunkedWriter::ChunkedWriter(const ContentId& id, uint64_t expected_size_bytes,
                             const HashAlgorithms* hash_algorithms, DocumentKeys* keys)
    : id_(id), keys_(keys), hasher_(hash_algorithms) {
  buffer_.reserve(static_cast<size_t>(std::min<uint64_t>(expected_size_bytes, kChunkBytes)));
}

absl::Status ChunkedWriter::Append(absl::string_view bytes) {
  assert(!finished_);
  if (!status_.ok()) return status_;
  status_ = hasher_.Update(bytes);
  if (status_.ok()) status_ = Take(bytes);
  if (!status_.ok()) Discard();
  return status_;
}

absl::StatusOr<StoredContent> ChunkedWriter::Finish() {
  assert(!finished_);
  if (!status_.ok()) return status_;
  absl::StatusOr<StoredContent> content = hasher_.Finish(id_);
  status_ = content.status();
  if (status_.ok()) status_ = Store(*content);
  if (!status_.ok()) {
    Discard();
    return status_;
  }
  finished_ = true;
  return content;
}

absl::Status ChunkedWriter::Take(absl::string_view bytes) {
  while (!bytes.empty()) {
    if (!in_chunks_ && buffer_.size() == kChunkBytes) {
      in_chunks_ = true;
      absl::Status begun = BeginChunks();
      if (begun.ok()) begun = AppendChunk(buffer_);
      buffer_.clear();
      if (!begun.ok()) return begun;
    }
    absl::Status appended;
    if (in_chunks_ && buffer_.empty() && bytes.size() >= kChunkBytes) {
      // Whole chunks go from where they are.
      appended = AppendChunk(bytes.substr(0, kChunkBytes));
      bytes.remove_prefix(kChunkBytes);
    } else {
      const size_t count = std::min(bytes.size(), kChunkBytes - buffer_.size());
      buffer_.append(bytes.data(), count);
      bytes.remove_prefix(count);
      if (in_chunks_ && buffer_.size() == kChunkBytes) {
        appended = AppendChunk(buffer_);
        buffer_.clear();
      }
    }
    if (!appended.ok()) return appended;
  }
  return absl::OkStatus();
}

absl::Status ChunkedWriter::Store(const StoredContent& content) {
  if (!in_chunks_) {
    return WriteRows({.content = content, .place = ContentPlace::kRow, .bytes = buffer_},
                     Durability::kBuffered);
  }
  if (!buffer_.empty()) {
    if (absl::Status appended = AppendChunk(buffer_); !appended.ok()) return appended;
  }
  return CompleteChunks(content);
}

absl::Status ChunkedWriter::WriteRows(const ContentRow& row, Durability durability) {
  ContentCipher cipher(key_, id_);
  KvBatch batch;
  batch.Put(ContentKey(id_), SealContentRow(row, cipher));
  batch.Put(UnclaimedContentKey(id_), "");
  row_written_ = true;
  return keys_->Write(id_, key_, std::move(batch), durability);
}

}  // namespace docshare::repository
