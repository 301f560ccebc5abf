#include "repository/content/local_content_writer.h"

#include <utility>

#include "platform/kv/kv_batch.h"
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
    : ChunkedWriter(id, expected_size_bytes, hash_algorithms, keys),
      reserve_(reserve),
      folders_(folders) {}

LocalContentWriter::~LocalContentWriter() {
  if (is_abandoned()) Discard();
}

absl::Status LocalContentWriter::BeginChunks() {
  absl::StatusOr<PosixFile> file = PosixFile::Create(folders_->IncomingFile(id()));
  if (!file.ok()) return file.status();
  file_created_ = true;
  file_ = std::make_unique<ChunkFileWriter>(*std::move(file),
                                            std::make_unique<ContentCipher>(key(), id()));
  return absl::OkStatus();
}

absl::Status LocalContentWriter::AppendChunk(absl::string_view bytes) {
  if (absl::Status admitted = reserve_->Admit(bytes.size()); !admitted.ok()) return admitted;
  return file_->AppendChunk(bytes);
}

absl::Status LocalContentWriter::CompleteChunks(const StoredContent& content) {
  if (absl::Status completed = file_->Finish(); !completed.ok()) return completed;
  file_.reset();
  if (absl::Status synced = folders_->SyncIncoming(); !synced.ok()) return synced;
  return WriteRows({.content = content, .place = ContentPlace::kFile, .bytes = ""},
                   Durability::kBuffered);
}

void LocalContentWriter::Discard() {
  // What cannot be taken away here stays an orphan, which the next start finds: there is nobody
  // to tell, and the caller has the error that led here.
  file_.reset();
  if (file_created_) {
    const absl::Status removed = folders_->RemoveIncoming(id());
    // The rows must stay with a file: without the mark nobody would find it.
    if (!removed.ok()) return;
  }
  if (!row_written()) return;
  KvBatch batch;
  batch.Delete(ContentKey(id()));
  batch.Delete(UnclaimedContentKey(id()));
  batch.Delete(DocumentKeyKey(id()));
  keys().WriteRemoval(batch).IgnoreError();
}

}  // namespace docshare::repository
