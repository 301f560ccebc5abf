#include "repository/provide/settlement.h"

#include <utility>
#include <vector>

#include "absl/types/optional.h"
#include "repository/content/content_verification.h"

namespace docshare::repository {

using platform::Durability;
using platform::KvBatch;

Settlement::Settlement(Catalogue* catalogue, ContentStore* content,
                       const HashAlgorithms* algorithms, platform::OperationalLog* log)
    : catalogue_(catalogue), content_(content), algorithms_(algorithms), log_(log) {}

absl::Status Settlement::MakePending(const SubmissionKey& submission,
                                     const PendingSubmission& pending) {
  KvBatch batch;
  Catalogue::PutPending(submission, pending, &batch);
  for (const StoredDocument& document : pending.documents) {
    content_->Claim(document.content.id, &batch);
  }
  if (absl::Status written = catalogue_->Write(batch, Durability::kSynced); !written.ok()) {
    return written;
  }
  for (const StoredDocument& document : pending.documents) content_->Keep(document.content);
  return absl::OkStatus();
}

absl::Status Settlement::MakeAvailable(const SubmissionKey& submission,
                                       const PendingSubmission& pending) {
  // Without the lock: it reads whole documents.
  const absl::StatusOr<std::set<ContentId>> damaged = DamagedCopiesOf(pending.documents);
  if (!damaged.ok()) return damaged.status();
  KvBatch batch;
  std::vector<ContentId> unneeded;
  {
    std::lock_guard lock(mutex_);
    for (const StoredDocument& document : pending.documents) {
      absl::StatusOr<absl::optional<StoredDocument>> available =
          catalogue_->FindDocument(document.unique_id);
      if (!available.ok()) return available.status();
      if (!available->has_value()) {
        Catalogue::PutDocument(document, &batch);
        continue;
      }
      const StoredContent& kept = (*available)->content;
      if (kept.id == document.content.id) continue;
      if (kept.sha256 == document.content.sha256 && damaged->count(kept.id) > 0) {
        StoredDocument mended = **available;
        mended.content = document.content;
        Catalogue::PutDocument(mended, &batch);
        unneeded.push_back(kept.id);
        log_->Info("document_mended", {{"content", kept.id.ToHex()}});
        continue;
      }
      unneeded.push_back(document.content.id);
      if (kept.sha256 == document.content.sha256) continue;
      // The registry compares SHA-1 and size: somebody made two documents of the same SHA-1 and
      // published both at once under one name. The first one stays.
      log_->Error("sha1_collision", {{"size_bytes", document.content.size_bytes}});
    }
    // When the document is removed one day, no other copy of its bytes may be readable.
    for (const ContentId& id : unneeded) DocumentKeys::NoteToDestroy(id, &batch);
    absl::Status written = WriteSettled(submission, unneeded, &batch);
    if (!written.ok()) return written;
  }
  RemoveContent(unneeded);
  return absl::OkStatus();
}

absl::Status Settlement::Discard(const SubmissionKey& submission,
                                 const PendingSubmission& pending) {
  KvBatch batch;
  std::vector<ContentId> unneeded;
  {
    std::lock_guard lock(mutex_);
    for (const StoredDocument& document : pending.documents) {
      absl::StatusOr<absl::optional<StoredDocument>> available =
          catalogue_->FindDocument(document.unique_id);
      if (!available.ok()) return available.status();
      // Bytes that were there before this submission stay.
      if (available->has_value() && (*available)->content.id == document.content.id) continue;
      unneeded.push_back(document.content.id);
    }
    absl::Status written = WriteSettled(submission, unneeded, &batch);
    if (!written.ok()) return written;
  }
  RemoveContent(unneeded);
  return absl::OkStatus();
}

absl::Status Settlement::Remove(const UniqueId& unique_id) {
  absl::optional<ContentId> removed;
  {
    std::lock_guard lock(mutex_);
    const absl::StatusOr<bool> pending = IsPending(unique_id);
    if (!pending.ok()) return pending.status();
    if (*pending) {
      return absl::FailedPreconditionError(
          "a submission of the document waits for the registry; try again later");
    }
    absl::StatusOr<absl::optional<StoredDocument>> document = catalogue_->FindDocument(unique_id);
    if (!document.ok()) return document.status();
    if (!document->has_value()) return absl::NotFoundError("the repository has no such document");
    removed = (*document)->content.id;
    KvBatch batch;
    Catalogue::DeleteDocument(unique_id, &batch);
    content_->Release(*removed, &batch);
    DocumentKeys::NoteToDestroy(*removed, &batch);
    absl::Status written = catalogue_->Write(batch, Durability::kSynced);
    if (!written.ok()) return written;
  }
  absl::Status gone = content_->Remove(*removed);
  // A bucket that does not answer keeps an object that nobody can read without its key; the next
  // start takes it away.
  if (absl::IsUnavailable(gone)) {
    log_->Warning("content_not_removed", {{"code", absl::StatusCodeToString(gone.code())}});
    return absl::OkStatus();
  }
  return gone;
}

absl::Status Settlement::DestroyKeys() { return content_->keys().DestroyNoted().status(); }

absl::StatusOr<bool> Settlement::IsPending(const UniqueId& unique_id) const {
  const absl::StatusOr<std::vector<SubmissionKey>> submissions = catalogue_->ListPending();
  if (!submissions.ok()) return submissions.status();
  for (const SubmissionKey& submission : *submissions) {
    const auto pending = catalogue_->FindPending(submission);
    if (!pending.ok()) return pending.status();
    if (!pending->has_value()) continue;
    for (const StoredDocument& document : (*pending)->documents) {
      if (document.unique_id == unique_id) return true;
    }
  }
  return false;
}

absl::Status Settlement::WriteSettled(const SubmissionKey& submission,
                                      const std::vector<ContentId>& unneeded, KvBatch* batch) {
  Catalogue::DeletePending(submission, batch);
  // The registry has decided: what its consumers find must be there although the disk ran full
  // since the bytes came.
  batch->UseReserve();
  for (const ContentId& id : unneeded) content_->Release(id, batch);
  // A file that is removed stays removed when the power fails: then the row that needs it must not
  // come back.
  return catalogue_->Write(*batch, unneeded.empty() ? Durability::kBuffered : Durability::kSynced);
}

absl::StatusOr<std::set<ContentId>> Settlement::DamagedCopiesOf(
    const std::vector<StoredDocument>& documents) const {
  std::set<ContentId> damaged;
  for (const StoredDocument& document : documents) {
    const absl::StatusOr<absl::optional<StoredDocument>> available =
        catalogue_->FindDocument(document.unique_id);
    if (!available.ok()) return available.status();
    if (!available->has_value() || (*available)->content.id == document.content.id) continue;
    const StoredContent& copy = (*available)->content;
    // Any other trouble is no reason to take the copy away.
    if (absl::IsDataLoss(VerifyContent(copy, *content_, *algorithms_,
                                       [](uint64_t) { return absl::OkStatus(); }))) {
      damaged.insert(copy.id);
    }
  }
  return damaged;
}

void Settlement::RemoveContent(const std::vector<ContentId>& unneeded) {
  for (const ContentId& id : unneeded) {
    // What stays is nobody's; the next start removes it.
    if (absl::Status removed = content_->Remove(id); !removed.ok()) {
      log_->Warning("content_not_removed", {{"code", absl::StatusCodeToString(removed.code())}});
    }
  }
}

}  // namespace docshare::repository
