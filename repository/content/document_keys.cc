#include "repository/content/document_keys.h"

#include <mutex>

#include "absl/strings/str_cat.h"
#include "repository/content/content_keys.h"

namespace docshare::repository {
namespace {

using platform::Durability;
using platform::KvBatch;
using platform::SecretKey;

// Beyond so many, one walk over all keys is cheaper than one for each.
constexpr size_t kPurgedOneByOne = 8;

absl::Status OfContent(const ContentId& id, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat("content ", id.ToHex(), ": ", status.message()));
}

}  // namespace

absl::Status DocumentKeys::Write(const ContentId& id, const SecretKey& key, KvBatch batch,
                                 Durability durability) {
  const absl::StatusOr<std::string> wrapped = encryption_->Wrap(key, KeyContext(id));
  if (!wrapped.ok()) return wrapped.status();
  batch.Put(DocumentKeyKey(id), *wrapped);
  if (absl::Status written = kv_->Write(batch, durability); !written.ok()) return written;
  return encryption_->IsActive(*wrapped) ? absl::OkStatus() : Rewrap(id, 1).status();
}

absl::StatusOr<std::unique_ptr<ContentCipher>> DocumentKeys::CipherOf(const ContentId& id) const {
  const absl::StatusOr<absl::optional<std::string>> wrapped = kv_->Get(DocumentKeyKey(id));
  if (!wrapped.ok()) return OfContent(id, wrapped.status());
  if (!wrapped->has_value()) {
    return absl::DataLossError(absl::StrCat("content ", id.ToHex(), ": its key is gone"));
  }
  const absl::StatusOr<SecretKey> key = encryption_->Unwrap(**wrapped, KeyContext(id));
  if (!key.ok()) return OfContent(id, key.status());
  return std::make_unique<ContentCipher>(*key, id);
}

absl::Status DocumentKeys::WriteRemoval(const KvBatch& batch) {
  const std::lock_guard<std::mutex> lock(changing_);
  return kv_->Write(batch, Durability::kBuffered);
}

void DocumentKeys::NoteToDestroy(const ContentId& id, KvBatch* batch) {
  batch->Put(KeyToDestroyKey(id), "");
}

absl::StatusOr<int64_t> DocumentKeys::DestroyNoted() {
  const absl::StatusOr<std::vector<ContentId>> noted = Noted();
  if (!noted.ok()) return noted.status();
  if (noted->empty()) return 0;
  // A crash may have come before its content was removed, and a removal may have failed.
  KvBatch rows;
  for (const ContentId& id : *noted) rows.Delete(DocumentKeyKey(id));
  absl::Status done = WriteRemoval(rows);
  if (done.ok()) done = PurgeKeys(*noted);
  if (!done.ok()) return done;
  KvBatch notes;
  for (const ContentId& id : *noted) notes.Delete(KeyToDestroyKey(id));
  done = kv_->Write(notes, Durability::kBuffered);
  if (!done.ok()) return done;
  return static_cast<int64_t>(noted->size());
}

absl::StatusOr<std::vector<ContentId>> DocumentKeys::Noted() const {
  std::vector<ContentId> noted;
  const auto notes =
      kv_->Scan(ContentSpaceBegin(kKeyToDestroySpace), ContentSpaceEnd(kKeyToDestroySpace));
  for (; notes->Valid(); notes->Next()) {
    const absl::StatusOr<ContentId> id = DecodeContentKey(kKeyToDestroySpace, notes->key());
    if (!id.ok()) return id.status();
    noted.push_back(*id);
  }
  if (!notes->status().ok()) return notes->status();
  return noted;
}

absl::Status DocumentKeys::PurgeKeys(const std::vector<ContentId>& ids) {
  if (ids.size() > kPurgedOneByOne) {
    return kv_->Purge(ContentSpaceBegin(kDocumentKeySpace), ContentSpaceEnd(kDocumentKeySpace));
  }
  for (const ContentId& id : ids) {
    absl::Status purged = kv_->Purge(DocumentKeyKey(id), DocumentKeyKey(id));
    if (!purged.ok()) return purged;
  }
  return absl::OkStatus();
}

absl::StatusOr<DocumentKeys::Rewrapped> DocumentKeys::Rewrap(const absl::optional<ContentId>& begin,
                                                             int64_t limit) {
  const std::lock_guard<std::mutex> lock(changing_);
  Rewrapped result;
  KvBatch batch;
  const auto rows = kv_->Scan(begin ? DocumentKeyKey(*begin) : ContentSpaceBegin(kDocumentKeySpace),
                              ContentSpaceEnd(kDocumentKeySpace));
  for (; rows->Valid(); rows->Next()) {
    const absl::StatusOr<ContentId> id = DecodeContentKey(kDocumentKeySpace, rows->key());
    if (!id.ok()) return id.status();
    if (result.seen == limit) {
      result.next = *id;
      break;
    }
    ++result.seen;
    if (encryption_->IsActive(rows->value())) continue;
    const absl::StatusOr<SecretKey> key = encryption_->Unwrap(rows->value(), KeyContext(*id));
    if (!key.ok()) return OfContent(*id, key.status());
    const absl::StatusOr<std::string> wrapped = encryption_->Wrap(*key, KeyContext(*id));
    if (!wrapped.ok()) return wrapped.status();
    batch.Put(DocumentKeyKey(*id), *wrapped);
    ++result.rewrapped;
  }
  if (!rows->status().ok()) return rows->status();
  if (absl::Status written = kv_->Write(batch, Durability::kBuffered); !written.ok()) {
    return written;
  }
  return result;
}

}  // namespace docshare::repository
