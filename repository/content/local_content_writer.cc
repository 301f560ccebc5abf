#include "repository/content/local_content_writer.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "platform/kv/kv_batch.h"
#include "repository/content/chunk_file_format.h"
#include "repository/content/content_cipher.h"
#include "repository/content/content_keys.h"
#include "repository/content/posix_file.h"

namespace docshare::repository {

using platform::Durability;
using platform::KvBatch;

LocalContentWriter::LocalContentWriter(const ContentId& id, uint64_t expected_size_bytes,
                                       const HashAlgorithms* hash_algorithms,
                                       const platform::DiskReserve* reserve,
                                       ContentFolders* folders, DocumentKeys* keys)
    : id_(id), reserve_(reserve), folders_(folders), keys_(keys), hasher_(hash_algorithms) {
  buffer_.reserve(static_cast<size_t>(std::min<uint64_t>(expected_size_bytes, kChunkBytes)));
}

LocalContentWriter::~LocalContentWriter() {
  if (!finished_ && status_.ok()) Discard();
}

absl::Status LocalContentWriter::Append(absl::string_view bytes) {
  assert(!finished_);
  if (!status_.ok()) return status_;
  status_ = hasher_.Update(bytes);
  if (status_.ok()) status_ = Take(bytes);
  if (!status_.ok()) Discard();
  return status_;
}

absl::StatusOr<StoredContent> LocalContentWriter::Finish() {
  assert(!finished_);
  if (!status_.ok()) return status_;
  const absl::StatusOr<StoredContent> content = hasher_.Finish(id_);
  status_ = content.status();
  if (status_.ok()) status_ = file_ == nullptr ? StoreInRow(*content) : StoreInFile(*content);
  if (!status_.ok()) {
    Discard();
    return status_;
  }
  finished_ = true;
  return content;
}

absl::Status LocalContentWriter::Take(absl::string_view bytes) {
  while (!bytes.empty()) {
    if (file_ == nullptr && buffer_.size() == kChunkBytes) {
      if (absl::Status begun = BeginFile(); !begun.ok()) return begun;
    }
    absl::Status appended;
    if (file_ != nullptr && buffer_.empty() && bytes.size() >= kChunkBytes) {
      // Whole chunks go to the file from where they are.
      appended = AppendChunk(bytes.substr(0, kChunkBytes));
      bytes.remove_prefix(kChunkBytes);
    } else {
      const size_t count = std::min(bytes.size(), kChunkBytes - buffer_.size());
      buffer_.append(bytes.data(), count);
      bytes.remove_prefix(count);
      if (file_ != nullptr && buffer_.size() == kChunkBytes) {
        appended = AppendChunk(buffer_);
        buffer_.clear();
      }
    }
    if (!appended.ok()) return appended;
  }
  return absl::OkStatus();
}

absl::Status LocalContentWriter::BeginFile() {
  absl::StatusOr<PosixFile> file = PosixFile::Create(folders_->IncomingFile(id_));
  if (!file.ok()) return file.status();
  file_created_ = true;
  file_ = std::make_unique<ChunkFileWriter>(*std::move(file),
                                            std::make_unique<ContentCipher>(key_, id_));
  absl::Status appended = AppendChunk(buffer_);
  buffer_.clear();
  return appended;
}

absl::Status LocalContentWriter::AppendChunk(absl::string_view bytes) {
  if (absl::Status admitted = reserve_->Admit(bytes.size()); !admitted.ok()) return admitted;
  return file_->AppendChunk(bytes);
}

absl::Status LocalContentWriter::StoreInRow(const StoredContent& content) {
  return WriteRows({.content = content, .place = ContentPlace::kRow, .bytes = buffer_},
                   Durability::kBuffered);
}

absl::Status LocalContentWriter::StoreInFile(const StoredContent& content) {
  if (!buffer_.empty()) {
    if (absl::Status appended = AppendChunk(buffer_); !appended.ok()) return appended;
  }
  if (absl::Status completed = file_->Finish(); !completed.ok()) return completed;
  file_.reset();
  absl::Status status = WriteRows({.content = content, .place = ContentPlace::kFile, .bytes = ""},
                                  Durability::kSynced);
  if (status.ok()) status = folders_->MoveToContent(id_);
  return status;
}

absl::Status LocalContentWriter::WriteRows(const ContentRow& row, Durability durability) {
  ContentCipher cipher(key_, id_);
  KvBatch batch;
  batch.Put(ContentKey(id_), SealContentRow(row, cipher));
  batch.Put(UnclaimedContentKey(id_), "");
  row_written_ = true;
  return keys_->Write(id_, key_, std::move(batch), durability);
}

void LocalContentWriter::Discard() {
  // What cannot be taken away here stays an orphan, which the next start finds: there is nobody
  // to tell, and the caller has the error that led here.
  file_.reset();
  if (file_created_) {
    absl::Status removed = folders_->RemoveIncoming(id_);
    if (removed.ok() && row_written_) removed = folders_->RemoveContent(id_);
    // The rows must stay with a file: without the mark nobody would find it.
    if (!removed.ok()) return;
  }
  if (!row_written_) return;
  KvBatch batch;
  batch.Delete(ContentKey(id_));
  batch.Delete(UnclaimedContentKey(id_));
  batch.Delete(DocumentKeyKey(id_));
  keys_->WriteRemoval(batch).IgnoreError();
}

}  // namespace docshare::repository
