#include "repository/catalogue/catalogue.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "repository/catalogue/document_key.h"
#include "repository/catalogue/key_space.h"
#include "repository/catalogue/meta_keys.h"

namespace docshare::repository {
namespace {

using platform::Durability;
using platform::KvBatch;
using platform::KvIterator;
using platform::KvStore;

absl::Status MakeMetaRows(KvStore* kv, const RepositoryUniqueId& repository_unique_id) {
  std::unique_ptr<KvIterator> rows = kv->Scan("", "");
  if (!rows->status().ok()) return rows->status();
  if (rows->Valid()) {
    return absl::DataLossError("the database has rows, but none that says it is a repository's");
  }
  KvBatch batch;
  batch.Put(EncodeMetaKey(MetaRow::kSchemaVersion), EncodeSchemaVersion(kCurrentSchemaVersion));
  batch.Put(EncodeMetaKey(MetaRow::kRepositoryUniqueId), repository_unique_id.ToString());
  return kv->Write(batch, Durability::kSynced);
}

absl::Status CheckMetaRows(KvStore* kv, const std::string& stored_version,
                           const RepositoryUniqueId& repository_unique_id) {
  absl::StatusOr<uint32_t> version = DecodeSchemaVersion(stored_version);
  if (!version.ok()) return version.status();
  if (*version != kCurrentSchemaVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat("the database has schema version ", *version, ", this program knows ",
                     kCurrentSchemaVersion, ": use the release that made it, or a migration"));
  }
  absl::StatusOr<absl::optional<std::string>> unique_id =
      kv->Get(EncodeMetaKey(MetaRow::kRepositoryUniqueId));
  if (!unique_id.ok()) return unique_id.status();
  if (!unique_id->has_value()) {
    return absl::DataLossError("the database does not say whose it is");
  }
  if (**unique_id != repository_unique_id.ToString()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the database is that of repository ", **unique_id, ", not of ",
                     repository_unique_id.ToString(),
                     ": repository_unique_id cannot change, because registered metadata names it"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Catalogue>> Catalogue::Open(
    KvStore* kv, const RepositoryUniqueId& repository_unique_id) {
  absl::StatusOr<absl::optional<std::string>> version =
      kv->Get(EncodeMetaKey(MetaRow::kSchemaVersion));
  if (!version.ok()) return version.status();
  absl::Status status = version->has_value() ? CheckMetaRows(kv, **version, repository_unique_id)
                                             : MakeMetaRows(kv, repository_unique_id);
  if (!status.ok()) return status;
  return std::unique_ptr<Catalogue>(new Catalogue(kv));
}

absl::StatusOr<absl::optional<StoredDocument>> Catalogue::FindDocument(
    const UniqueId& unique_id) const {
  absl::StatusOr<absl::optional<std::string>> row = kv_->Get(EncodeDocumentKey(unique_id));
  if (!row.ok()) return row.status();
  if (!row->has_value()) return absl::optional<StoredDocument>();
  absl::StatusOr<StoredDocument> document = DecodeDocumentRow(**row);
  if (!document.ok()) return document.status();
  if (document->unique_id != unique_id) {
    return absl::DataLossError("the row of a document is that of another document");
  }
  return absl::make_optional(*std::move(document));
}

absl::StatusOr<std::vector<ListedDocument>> Catalogue::List(absl::string_view after,
                                                            int64_t limit) const {
  std::vector<ListedDocument> listed;
  const std::string space = FirstDocumentKey();
  // No key is between a key and the same with a zero byte.
  const std::string begin =
      after.empty() ? space : absl::StrCat(space, after, std::string(1, '\0'));
  std::unique_ptr<KvIterator> rows = kv_->Scan(begin, DocumentKeysEnd());
  for (; rows->Valid() && static_cast<int64_t>(listed.size()) < limit; rows->Next()) {
    std::string unique_id(rows->key().substr(1));
    absl::StatusOr<StoredDocument> document = DecodeDocumentRow(rows->value());
    if (document.ok() && document->unique_id.ToString() != unique_id) {
      document = absl::DataLossError("the row of a document is that of another document");
    }
    listed.push_back({std::move(unique_id), std::move(document)});
  }
  if (!rows->status().ok()) return rows->status();
  return listed;
}

absl::StatusOr<uint64_t> Catalogue::CountDocuments() const {
  uint64_t count = 0;
  std::unique_ptr<KvIterator> rows = kv_->Scan(FirstDocumentKey(), DocumentKeysEnd());
  for (; rows->Valid(); rows->Next()) ++count;
  if (!rows->status().ok()) return rows->status();
  return count;
}

absl::StatusOr<std::string> Catalogue::ScrubPosition() const {
  absl::StatusOr<absl::optional<std::string>> row =
      kv_->Get(EncodeMetaKey(MetaRow::kScrubPosition));
  if (!row.ok()) return row.status();
  return row->value_or("");
}

absl::Status Catalogue::NoteScrubPosition(const std::string& unique_id) {
  KvBatch batch;
  batch.Put(EncodeMetaKey(MetaRow::kScrubPosition), unique_id);
  return kv_->Write(batch, Durability::kBuffered);
}

absl::StatusOr<absl::optional<PendingSubmission>> Catalogue::FindPending(
    const SubmissionKey& submission) const {
  absl::StatusOr<absl::optional<std::string>> row = kv_->Get(EncodePendingKey(submission));
  if (!row.ok()) return row.status();
  if (!row->has_value()) return absl::optional<PendingSubmission>();
  absl::StatusOr<PendingSubmission> pending = DecodePendingRow(**row);
  if (!pending.ok()) return pending.status();
  return absl::make_optional(*std::move(pending));
}

absl::StatusOr<std::vector<SubmissionKey>> Catalogue::ListPending() const {
  std::vector<SubmissionKey> submissions;
  std::unique_ptr<KvIterator> rows = kv_->Scan(FirstPendingKey(), PendingKeysEnd());
  for (; rows->Valid(); rows->Next()) {
    absl::StatusOr<SubmissionKey> submission = DecodePendingKey(rows->key());
    if (!submission.ok()) return submission.status();
    submissions.push_back(*submission);
  }
  if (!rows->status().ok()) return rows->status();
  return submissions;
}

void Catalogue::DeleteDocument(const UniqueId& unique_id, KvBatch* batch) {
  batch->Delete(EncodeDocumentKey(unique_id));
}

void Catalogue::PutDocument(const StoredDocument& document, KvBatch* batch) {
  batch->Put(EncodeDocumentKey(document.unique_id), EncodeDocumentRow(document));
}

void Catalogue::PutPending(const SubmissionKey& submission, const PendingSubmission& pending,
                           KvBatch* batch) {
  batch->Put(EncodePendingKey(submission), EncodePendingRow(pending));
}

void Catalogue::DeletePending(const SubmissionKey& submission, KvBatch* batch) {
  batch->Delete(EncodePendingKey(submission));
}

absl::Status Catalogue::Write(const KvBatch& batch, Durability durability) {
  return kv_->Write(batch, durability);
}

}  // namespace docshare::repository
