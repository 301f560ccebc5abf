#include "repository/content/local_content_store.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "repository/content/chunk_file_reader.h"
#include "repository/content/content_cipher.h"
#include "repository/content/content_keys.h"
#include "repository/content/content_row.h"
#include "repository/content/known_content.h"
#include "repository/content/local_content_writer.h"
#include "repository/content/orphan_marks.h"
#include "repository/content/posix_file.h"
#include "repository/content/row_content_reader.h"
#include "repository/content/stored_row.h"

namespace docshare::repository {
namespace {

using platform::KvBatch;

absl::Status OfContent(const ContentId& id, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat("content ", id.ToHex(), ": ", status.message()));
}

class FileContentReader : public ContentReader {
 public:
  FileContentReader(const StoredContent& content, std::unique_ptr<ChunkFileReader> file)
      : content_(content), file_(std::move(file)) {}

  const StoredContent& content() const override { return content_; }
  absl::StatusOr<absl::string_view> Read() override { return file_->Read(); }
  absl::Status Seek(uint64_t offset) override { return file_->Seek(offset); }

 private:
  const StoredContent content_;
  const std::unique_ptr<ChunkFileReader> file_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<LocalContentStore>> LocalContentStore::Open(
    const LocalContentOptions& options, platform::KvStore* kv, platform::UuidSource* uuids) {
  absl::StatusOr<HashAlgorithms> hash_algorithms = HashAlgorithms::Fetch();
  if (!hash_algorithms.ok()) return hash_algorithms.status();
  // Not make_unique: the constructor is private.
  std::unique_ptr<LocalContentStore> store(
      new LocalContentStore(options, *std::move(hash_algorithms), kv, uuids));
  if (absl::Status made = store->folders_.MakeRoot(); !made.ok()) return made;
  if (absl::Status kept = store->KeepWhatIsClaimed(); !kept.ok()) return kept;
  return store;
}

LocalContentStore::LocalContentStore(const LocalContentOptions& options,
                                     HashAlgorithms hash_algorithms, platform::KvStore* kv,
                                     platform::UuidSource* uuids)
    : folders_(options.path),
      reserve_(options.path, options.reserved_free_bytes),
      hash_algorithms_(std::move(hash_algorithms)),
      kv_(kv),
      uuids_(uuids),
      keys_(options.key_encryption, kv) {}

absl::StatusOr<std::unique_ptr<ContentWriter>> LocalContentStore::NewDocument(
    uint64_t expected_size_bytes) {
  absl::Status admitted = reserve_.Admit(expected_size_bytes);
  if (!admitted.ok()) return admitted;
  return std::make_unique<LocalContentWriter>(ContentId(uuids_->Next()), expected_size_bytes,
                                              &hash_algorithms_, &reserve_, &folders_, &keys_);
}

absl::StatusOr<std::unique_ptr<ContentReader>> LocalContentStore::Open(const ContentId& id) const {
  absl::StatusOr<StoredRow> stored = ReadStoredRow(*kv_, keys_, id);
  if (!stored.ok()) return stored.status();
  if (stored->row.place == ContentPlace::kRow) {
    return std::make_unique<RowContentReader>(std::move(stored->value), stored->row);
  }
  if (stored->row.place != ContentPlace::kFile) {
    return absl::FailedPreconditionError(
        absl::StrCat("content ", id.ToHex(), ": its bytes are in an S3 bucket, not in a file"));
  }
  absl::StatusOr<PosixFile> file = OpenFile(id);
  if (absl::IsNotFound(file.status())) {
    return absl::DataLossError(absl::StrCat("content ", id.ToHex(), ": its file is gone"));
  }
  if (!file.ok()) return OfContent(id, file.status());
  absl::StatusOr<std::unique_ptr<ChunkFileReader>> reader = ChunkFileReader::Open(
      *std::move(file), std::move(stored->cipher), stored->row.content.size_bytes);
  if (!reader.ok()) return reader.status();
  return std::make_unique<FileContentReader>(stored->row.content, *std::move(reader));
}

void LocalContentStore::Claim(const ContentId& id, KvBatch* batch) const {
  batch->Delete(UnclaimedContentKey(id));
}

void LocalContentStore::Release(const ContentId& id, KvBatch* batch) const {
  batch->Put(UnclaimedContentKey(id), "");
}

void LocalContentStore::Keep(const StoredContent& content) {
  if (content.size_bytes <= kInlineLimitBytes) return;
  // A file that cannot move now stays readable where it is, and the next start moves it.
  if (!folders_.MoveToContent(content.id).ok()) ++unmoved_files_;
}

absl::Status LocalContentStore::KeepWhatIsClaimed() {
  const absl::StatusOr<std::vector<ContentId>> incoming = folders_.ListIncoming();
  if (!incoming.ok()) return incoming.status();
  for (const ContentId& id : *incoming) {
    const auto mark = kv_->Get(UnclaimedContentKey(id));
    if (!mark.ok()) return mark.status();
    const absl::StatusOr<bool> has_row = HasRow(id);
    if (!has_row.ok()) return has_row.status();
    if (mark->has_value() || !*has_row) continue;
    if (!folders_.MoveToContent(id).ok()) ++unmoved_files_;
  }
  return absl::OkStatus();
}

absl::StatusOr<PosixFile> LocalContentStore::OpenFile(const ContentId& id) const {
  absl::StatusOr<PosixFile> file = PosixFile::OpenToRead(folders_.ContentFile(id));
  if (!absl::IsNotFound(file.status())) return file;
  file = PosixFile::OpenToRead(folders_.IncomingFile(id));
  if (!absl::IsNotFound(file.status())) return file;
  // It may have moved in between.
  return PosixFile::OpenToRead(folders_.ContentFile(id));
}

absl::StatusOr<bool> LocalContentStore::HasRow(const ContentId& id) const {
  const absl::StatusOr<absl::optional<std::string>> row = kv_->Get(ContentKey(id));
  // A damaged row is a row.
  if (!row.ok() && !absl::IsDataLoss(row.status())) return row.status();
  return !row.ok() || row->has_value();
}

absl::Status LocalContentStore::Remove(const ContentId& id) {
  const absl::StatusOr<absl::optional<std::string>> mark = kv_->Get(UnclaimedContentKey(id));
  if (!mark.ok()) return mark.status();
  absl::StatusOr<absl::optional<std::string>> value = kv_->Get(ContentKey(id));
  // A damaged row must not keep its content from being removed.
  if (!value.ok() && !absl::IsDataLoss(value.status())) return value.status();
  const bool has_row = !value.ok() || value->has_value();
  if (has_row && !mark->has_value()) {
    return absl::FailedPreconditionError(absl::StrCat("content ", id.ToHex(), " is claimed"));
  }
  absl::Status removed = folders_.RemoveIncoming(id);
  if (!removed.ok()) return removed;
  if (!has_row && !mark->has_value()) return absl::OkStatus();

  if (!value.ok() || !has_row || !IsDocumentInRow(keys_, id, **value)) {
    // The file first, and durably: without the mark nobody would find it again.
    removed = folders_.RemoveContent(id);
    if (!removed.ok()) return removed;
  }
  KvBatch batch;
  batch.Delete(ContentKey(id));
  batch.Delete(UnclaimedContentKey(id));
  batch.Delete(DocumentKeyKey(id));
  return keys_.WriteRemoval(batch);
}

absl::Status LocalContentStore::ForEachOrphan(
    absl::FunctionRef<absl::Status(const ContentId& id, OrphanState state)> visit) const {
  absl::Status visited = ForEachUnclaimedMark(
      *kv_, [&visit](const ContentId& id) { return visit(id, OrphanState::kUnclaimed); });
  if (!visited.ok()) return visited;
  const absl::StatusOr<std::vector<ContentId>> incoming = folders_.ListIncoming();
  if (!incoming.ok()) return incoming.status();
  for (const ContentId& id : *incoming) {
    // With a mark it was listed above: nobody claimed it.
    const auto mark = kv_->Get(UnclaimedContentKey(id));
    if (!mark.ok()) return mark.status();
    if (mark->has_value()) continue;
    // A row without a mark is claimed.
    const absl::StatusOr<bool> has_row = HasRow(id);
    if (!has_row.ok()) return has_row.status();
    if (*has_row) continue;
    if (absl::Status status = visit(id, OrphanState::kUnfinished); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status LocalContentStore::ForEachStray(
    absl::FunctionRef<absl::Status(uint64_t looked_at, const std::vector<StrayContent>& strays)>
        visit) const {
  uint64_t looked_at = 0;
  for (int first_byte = 0; first_byte < 256; ++first_byte) {
    const auto files = folders_.ListContent(static_cast<uint8_t>(first_byte));
    if (!files.ok()) return files.status();
    looked_at += files->size();
    std::vector<StrayContent> strays;
    for (const ContentFolders::ContentFileFacts& file : *files) {
      strays.push_back({.id = file.id, .size_bytes = file.size_bytes, .written = file.written});
    }
    // A file has its row before it comes into these folders.
    absl::Status status = LeaveStrays(*kv_, &strays);
    if (status.ok()) status = visit(looked_at, strays);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status LocalContentStore::RemoveStray(const ContentId& id) {
  if (absl::Status stray = CheckIsStray(*kv_, id); !stray.ok()) return stray;
  return folders_.RemoveContent(id);
}

}  // namespace docshare::repository
