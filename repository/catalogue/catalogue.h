#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "domain/ids/repository_unique_id.h"
#include "domain/ids/unique_id.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"
#include "repository/catalogue/pending_key.h"
#include "repository/catalogue/pending_row.h"
#include "repository/catalogue/stored_document.h"

namespace docshare::repository {

// A document of a list. `unique_id` is what the key says; `document` is kDataLoss for a row that
// cannot be read.
struct ListedDocument {
  std::string unique_id;
  absl::StatusOr<StoredDocument> document;
};

// Which documents a repository has, and which submissions wait for the registry. The content store
// keeps its rows in the same KvStore, so that one batch can change both.
//
// Reads return kDataLoss for damaged rows and otherwise what the KvStore returns. Thread-safe.
class Catalogue {
 public:
  // Makes the rows of a new database, or checks those of an existing one. `kv` must outlive the
  // catalogue. Returns kFailedPrecondition, with what to do, for a database of another repository
  // or of a schema version other than kCurrentSchemaVersion, kDataLoss for one that is no
  // repository's.
  static absl::StatusOr<std::unique_ptr<Catalogue>> Open(
      platform::KvStore* kv, const RepositoryUniqueId& repository_unique_id);

  // The document that can be retrieved, or nullopt.
  absl::StatusOr<absl::optional<StoredDocument>> FindDocument(const UniqueId& unique_id) const;

  // Up to `limit` documents whose unique ids come after `after`, in the order of their bytes; the
  // first ones when it is empty.
  absl::StatusOr<std::vector<ListedDocument>> List(absl::string_view after, int64_t limit) const;

  // How many documents there are; a second for some million.
  absl::StatusOr<uint64_t> CountDocuments() const;

  // The pending submission, or nullopt.
  absl::StatusOr<absl::optional<PendingSubmission>> FindPending(
      const SubmissionKey& submission) const;

  // Every pending submission, in key order.
  absl::StatusOr<std::vector<SubmissionKey>> ListPending() const;

  // Where a walk through all documents goes on: after this unique id, at the first when it is
  // empty. What was noted is there after a crash, but perhaps not after a power loss.
  absl::StatusOr<std::string> ScrubPosition() const;
  absl::Status NoteScrubPosition(const std::string& unique_id);

  // Add a change to `batch`; nothing happens before Write().
  static void DeleteDocument(const UniqueId& unique_id, platform::KvBatch* batch);
  static void PutDocument(const StoredDocument& document, platform::KvBatch* batch);
  static void PutPending(const SubmissionKey& submission, const PendingSubmission& pending,
                         platform::KvBatch* batch);
  static void DeletePending(const SubmissionKey& submission, platform::KvBatch* batch);

  // Applies the whole batch or nothing of it.
  absl::Status Write(const platform::KvBatch& batch, platform::Durability durability);

 private:
  explicit Catalogue(platform::KvStore* kv) : kv_(kv) {}

  platform::KvStore* const kv_;
};

}  // namespace docshare::repository
