#include "repository/content/memory_content_store.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/crypto/secret_key.h"
#include "platform/crypto/testing/test_key_ring.h"
#include "repository/content/content_cipher.h"
#include "repository/content/content_keys.h"
#include "repository/content/content_row.h"
#include "repository/content/known_content.h"
#include "repository/content/orphan_marks.h"
#include "repository/content/row_content_reader.h"
#include "repository/content/stored_row.h"

namespace docshare::repository {
namespace {

using platform::Durability;
using platform::KvBatch;

class MemoryContentWriter : public ContentWriter {
 public:
  MemoryContentWriter(const ContentId& id, const HashAlgorithms* hash_algorithms,
                      DocumentKeys* keys)
      : id_(id), keys_(keys), hasher_(hash_algorithms) {}

  absl::Status Append(absl::string_view bytes) override {
    bytes_.append(bytes.data(), bytes.size());
    return hasher_.Update(bytes);
  }

  absl::StatusOr<StoredContent> Finish() override {
    absl::StatusOr<StoredContent> content = hasher_.Finish(id_);
    if (!content.ok()) return content;
    const platform::SecretKey key = platform::SecretKey::Random();
    ContentCipher cipher(key, id_);
    KvBatch batch;
    batch.Put(ContentKey(id_),
              SealContentRow({.content = *content, .place = ContentPlace::kRow, .bytes = bytes_},
                             cipher));
    batch.Put(UnclaimedContentKey(id_), "");
    absl::Status written = keys_->Write(id_, key, std::move(batch), Durability::kBuffered);
    if (!written.ok()) return written;
    return content;
  }

 private:
  const ContentId id_;
  DocumentKeys* const keys_;
  ContentHasher hasher_;
  std::string bytes_;
};

}  // namespace

MemoryContentStore::MemoryContentStore(platform::KvStore* kv, platform::UuidSource* uuids)
    : hash_algorithms_(HashAlgorithms::Fetch().value()),
      kv_(kv),
      uuids_(uuids),
      keys_(platform::TestKeyRing(), kv) {}

absl::StatusOr<std::unique_ptr<ContentWriter>> MemoryContentStore::NewDocument(
    uint64_t expected_size_bytes) {
  static_cast<void>(expected_size_bytes);
  return std::make_unique<MemoryContentWriter>(ContentId(uuids_->Next()), &hash_algorithms_,
                                               &keys_);
}

absl::StatusOr<std::unique_ptr<ContentReader>> MemoryContentStore::Open(const ContentId& id) const {
  absl::StatusOr<StoredRow> stored = ReadStoredRow(*kv_, keys_, id);
  if (!stored.ok()) return stored.status();
  return std::make_unique<RowContentReader>(std::move(stored->value), stored->row);
}

void MemoryContentStore::Claim(const ContentId& id, KvBatch* batch) const {
  batch->Delete(UnclaimedContentKey(id));
}

void MemoryContentStore::Release(const ContentId& id, KvBatch* batch) const {
  batch->Put(UnclaimedContentKey(id), "");
}

absl::Status MemoryContentStore::Remove(const ContentId& id) {
  const auto value = kv_->Get(ContentKey(id));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return absl::OkStatus();
  const auto mark = kv_->Get(UnclaimedContentKey(id));
  if (!mark.ok()) return mark.status();
  if (!mark->has_value()) {
    return absl::FailedPreconditionError(absl::StrCat("content ", id.ToHex(), " is claimed"));
  }
  KvBatch batch;
  batch.Delete(ContentKey(id));
  batch.Delete(UnclaimedContentKey(id));
  batch.Delete(DocumentKeyKey(id));
  return keys_.WriteRemoval(batch);
}

absl::Status MemoryContentStore::ForEachOrphan(
    absl::FunctionRef<absl::Status(const ContentId& id, OrphanState state)> visit) const {
  return ForEachUnclaimedMark(
      *kv_, [&visit](const ContentId& id) { return visit(id, OrphanState::kUnclaimed); });
}

absl::Status MemoryContentStore::ForEachStray(
    absl::FunctionRef<absl::Status(uint64_t looked_at, const std::vector<StrayContent>& strays)>
        visit) const {
  // It has no bytes outside the KvStore.
  return visit(0, {});
}

absl::Status MemoryContentStore::RemoveStray(const ContentId& id) { return CheckIsStray(*kv_, id); }

}  // namespace docshare::repository
