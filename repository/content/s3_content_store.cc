#include "repository/content/s3_content_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "repository/content/chunk_object_reader.h"
#include "repository/content/content_cipher.h"
#include "repository/content/content_keys.h"
#include "repository/content/content_object.h"
#include "repository/content/content_row.h"
#include "repository/content/known_content.h"
#include "repository/content/orphan_marks.h"
#include "repository/content/row_content_reader.h"
#include "repository/content/s3_content_writer.h"
#include "repository/content/stored_row.h"

namespace docshare::repository {

using platform::Durability;
using platform::KvBatch;
using platform::S3Client;

// Counted as open for as long as it lives.
class S3ContentStore::ObjectContentReader : public ContentReader {
 public:
  ObjectContentReader(const S3ContentStore* store, const StoredContent& content,
                      std::unique_ptr<ChunkObjectReader> object)
      : store_(store), content_(content), object_(std::move(object)) {
    store_->open_.Begin(content_.id);
  }

  ~ObjectContentReader() override { store_->EndReading(content_.id); }

  const StoredContent& content() const override { return content_; }
  absl::StatusOr<absl::string_view> Read() override { return object_->Read(); }
  absl::Status Seek(uint64_t offset) override { return object_->Seek(offset); }

 private:
  const S3ContentStore* const store_;
  const StoredContent content_;
  const std::unique_ptr<ChunkObjectReader> object_;
};

absl::StatusOr<std::unique_ptr<S3ContentStore>> S3ContentStore::Open(
    const S3ContentOptions& options, S3Client* client, platform::KvStore* kv,
    platform::UuidSource* uuids) {
  if (options.part_bytes < S3Client::kMinPartBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("S3 parts have at least ", S3Client::kMinPartBytes, " bytes"));
  }
  absl::StatusOr<HashAlgorithms> hash_algorithms = HashAlgorithms::Fetch();
  if (!hash_algorithms.ok()) return hash_algorithms.status();
  // Not make_unique: the constructor is private.
  return std::unique_ptr<S3ContentStore>(
      new S3ContentStore(options, *std::move(hash_algorithms), client, kv, uuids));
}

S3ContentStore::S3ContentStore(const S3ContentOptions& options, HashAlgorithms hash_algorithms,
                               S3Client* client, platform::KvStore* kv, platform::UuidSource* uuids)
    : options_(options),
      hash_algorithms_(std::move(hash_algorithms)),
      client_(client),
      kv_(kv),
      uuids_(uuids),
      keys_(options.key_encryption, kv) {}

absl::StatusOr<std::unique_ptr<ContentWriter>> S3ContentStore::NewDocument(
    uint64_t expected_size_bytes) {
  return std::make_unique<S3ContentWriter>(ContentId(uuids_->Next()), expected_size_bytes,
                                           &hash_algorithms_, options_.prefix, options_.part_bytes,
                                           client_, &keys_, kv_);
}

absl::StatusOr<std::unique_ptr<ContentReader>> S3ContentStore::Open(const ContentId& id) const {
  // Counted before its row is read: a Remove() that has not seen this reader has deleted the row.
  open_.Begin(id);
  absl::StatusOr<std::unique_ptr<ContentReader>> reader = OpenCounted(id);
  EndReading(id);
  return reader;
}

void S3ContentStore::EndReading(const ContentId& id) const {
  // What cannot be removed stays an orphan: there is nobody to tell.
  if (open_.End(id)) RemoveObjectAndMark(id).IgnoreError();
}

absl::StatusOr<std::unique_ptr<ContentReader>> S3ContentStore::OpenCounted(
    const ContentId& id) const {
  absl::StatusOr<StoredRow> stored = ReadStoredRow(*kv_, keys_, id);
  if (!stored.ok()) return stored.status();
  if (stored->row.place == ContentPlace::kRow) {
    return std::make_unique<RowContentReader>(std::move(stored->value), stored->row);
  }
  if (stored->row.place != ContentPlace::kObject) {
    return absl::FailedPreconditionError(
        absl::StrCat("content ", id.ToHex(), ": its bytes are in a file, not in the S3 bucket"));
  }
  absl::StatusOr<std::unique_ptr<ChunkObjectReader>> object =
      ChunkObjectReader::Open(client_, ObjectKey(options_.prefix, id), std::move(stored->cipher),
                              stored->row.content.size_bytes);
  if (!object.ok()) return object.status();
  return std::make_unique<ObjectContentReader>(this, stored->row.content, *std::move(object));
}

void S3ContentStore::Claim(const ContentId& id, KvBatch* batch) const {
  batch->Delete(UnclaimedContentKey(id));
}

void S3ContentStore::Release(const ContentId& id, KvBatch* batch) const {
  batch->Put(UnclaimedContentKey(id), "");
}

absl::Status S3ContentStore::Remove(const ContentId& id) {
  const absl::StatusOr<absl::optional<std::string>> mark = kv_->Get(UnclaimedContentKey(id));
  if (!mark.ok()) return mark.status();
  absl::StatusOr<absl::optional<std::string>> value = kv_->Get(ContentKey(id));
  // A damaged row must not keep its content from being removed.
  if (!value.ok() && !absl::IsDataLoss(value.status())) return value.status();
  const bool has_row = !value.ok() || value->has_value();
  if (!mark->has_value()) {
    if (!has_row) return absl::OkStatus();
    return absl::FailedPreconditionError(absl::StrCat("content ", id.ToHex(), " is claimed"));
  }
  const bool is_in_row = value.ok() && value->has_value() && IsDocumentInRow(keys_, id, **value);
  KvBatch batch;
  batch.Delete(ContentKey(id));
  batch.Delete(DocumentKeyKey(id));
  if (is_in_row) batch.Delete(UnclaimedContentKey(id));
  absl::Status written = keys_.WriteRemoval(batch);
  if (!written.ok() || is_in_row) return written;
  // What made the content nobody's must not be undone by a power loss once its bytes are gone.
  if (absl::Status synced = kv_->Sync(); !synced.ok()) return synced;
  // Nobody can open it any more.
  if (open_.Defer(id)) return absl::OkStatus();
  return RemoveObjectAndMark(id);
}

absl::Status S3ContentStore::RemoveObjectAndMark(const ContentId& id) const {
  absl::Status removed = RemoveObject(client_, ObjectKey(options_.prefix, id));
  if (!removed.ok()) return ObjectError(id, removed);
  KvBatch batch;
  batch.Delete(UnclaimedContentKey(id));
  return kv_->Write(batch, Durability::kBuffered);
}

absl::Status S3ContentStore::ForEachOrphan(
    absl::FunctionRef<absl::Status(const ContentId& id, OrphanState state)> visit) const {
  return ForEachUnclaimedMark(*kv_, [this, &visit](const ContentId& id) {
    const absl::StatusOr<absl::optional<std::string>> row = kv_->Get(ContentKey(id));
    // A damaged row is one.
    if (!row.ok() && !absl::IsDataLoss(row.status())) return row.status();
    const bool has_row = !row.ok() || row->has_value();
    return visit(id, has_row ? OrphanState::kUnclaimed : OrphanState::kUnfinished);
  });
}

absl::Status S3ContentStore::ForEachStray(
    absl::FunctionRef<absl::Status(uint64_t looked_at, const std::vector<StrayContent>& strays)>
        visit) const {
  uint64_t looked_at = 0;
  // The id in the key of an object; what has none is not ours.
  const auto add = [this](absl::string_view key, uint64_t size_bytes, absl::Time written,
                          std::vector<StrayContent>* found) {
    if (!absl::ConsumePrefix(&key, options_.prefix)) return;
    const absl::StatusOr<ContentId> id = ContentId::FromHex(key);
    if (id.ok()) found->push_back({.id = *id, .size_bytes = size_bytes, .written = written});
  };
  const auto tell = [&](std::vector<StrayContent> found) {
    absl::Status status = LeaveStrays(*kv_, &found);
    return status.ok() ? visit(looked_at, found) : status;
  };
  // Uploads first: one that is completed meanwhile becomes an object.
  const absl::StatusOr<std::vector<platform::S3Upload>> uploads =
      client_->ListMultipartUploads(options_.prefix);
  if (!uploads.ok()) return BucketError(uploads.status());
  std::vector<StrayContent> found;
  for (const platform::S3Upload& upload : *uploads) add(upload.key, 0, upload.begun, &found);
  looked_at += uploads->size();
  if (absl::Status told = tell(std::move(found)); !told.ok()) return told;

  std::string last;
  while (true) {
    const absl::StatusOr<platform::S3ObjectPage> page = client_->ListObjects(options_.prefix, last);
    if (!page.ok()) return BucketError(page.status());
    found.clear();
    for (const auto& object : page->objects) {
      add(object.key, object.size_bytes, object.written, &found);
    }
    looked_at += page->objects.size();
    if (absl::Status told = tell(std::move(found)); !told.ok()) return told;
    if (!page->is_truncated || page->objects.empty()) return absl::OkStatus();
    last = page->objects.back().key;
  }
}

absl::Status S3ContentStore::RemoveStray(const ContentId& id) {
  if (absl::Status stray = CheckIsStray(*kv_, id); !stray.ok()) return stray;
  absl::Status removed = RemoveObject(client_, ObjectKey(options_.prefix, id));
  return removed.ok() ? removed : ObjectError(id, removed);
}

}  // namespace docshare::repository
