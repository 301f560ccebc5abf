#pragma once

#include <mutex>
#include <set>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/ids/unique_id.h"
#include "platform/kv/kv_batch.h"
#include "platform/operations/operational_log.h"
#include "repository/catalogue/catalogue.h"
#include "repository/content/content_hasher.h"
#include "repository/content/content_id.h"
#include "repository/content/content_store.h"

namespace docshare::repository {

// The three states of a provided submission in catalogue and content store: pending, and then
// available or gone. Each change is one batch, so that a crash leaves the state before or after it,
// and at worst content that is nobody's, which the next start removes. Thread-safe.
//
// Errors are those of the KvStore and the content store.
class Settlement {
 public:
  // All must outlive this object.
  Settlement(Catalogue* catalogue, ContentStore* content, const HashAlgorithms* algorithms,
             platform::OperationalLog* log);

  // Makes the submission pending and its documents' content its own: durable when it returns OK.
  // After an error it may be pending or not.
  absl::Status MakePending(const SubmissionKey& submission, const PendingSubmission& pending);

  // The registry has it: its documents can be retrieved. A document that is available already is
  // read: it stays what it is, and the bytes that came now are dropped, but when it is damaged the
  // same bytes mend it. The change need not be durable at once: after a power loss the submission
  // is pending again and registering it is repeated.
  absl::Status MakeAvailable(const SubmissionKey& submission, const PendingSubmission& pending);

  // The registry refused it: the submission and its bytes go. Harmless when it is not pending.
  absl::Status Discard(const SubmissionKey& submission, const PendingSubmission& pending);

  // Takes a document that can be retrieved away for good, durably; its key is noted to be
  // destroyed. Returns kNotFound when there is none, kFailedPrecondition while a pending submission
  // has it: it would come back.
  absl::Status Remove(const UniqueId& unique_id);

  // On return nobody can read the bytes of removed documents, whatever ended their removal. Slow,
  // once for many.
  absl::Status DestroyKeys();

 private:
  // Writes that the submission is no longer pending and `unneeded` is nobody's, with what `batch`
  // says.
  absl::Status WriteSettled(const SubmissionKey& submission, const std::vector<ContentId>& unneeded,
                            platform::KvBatch* batch);

  // What these documents have available in the place of their own content, and is damaged.
  absl::StatusOr<std::set<ContentId>> DamagedCopiesOf(
      const std::vector<StoredDocument>& documents) const;

  void RemoveContent(const std::vector<ContentId>& unneeded);

  // Whether a submission that waits for the registry has a document of that name.
  absl::StatusOr<bool> IsPending(const UniqueId& unique_id) const;

  Catalogue* const catalogue_;
  ContentStore* const content_;
  const HashAlgorithms* const algorithms_;
  platform::OperationalLog* const log_;
  // Held from looking which documents are available, or pending, to writing what follows from it.
  std::mutex mutex_;
};

}  // namespace docshare::repository
