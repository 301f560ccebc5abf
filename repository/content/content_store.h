#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "platform/kv/kv_batch.h"
#include "repository/content/content_id.h"
#include "repository/content/document_keys.h"
#include "repository/content/stored_content.h"

namespace docshare::repository {

// Takes the bytes of one document, in order. A writer that goes without a successful Finish()
// leaves nothing behind. Must not outlive its store. One thread at a time.
//
// Errors: kResourceExhausted when the disk is (nearly) full, kUnavailable and kInternal as the
// disk and the KvStore give them. After an error every further call returns the same error.
class ContentWriter {
 public:
  virtual ~ContentWriter() = default;

  // Takes any number of bytes, also none. Blocks while the disk is behind.
  virtual absl::Status Append(absl::string_view bytes) = 0;

  // Says that all bytes have come. From here on the content can be opened; it is unclaimed.
  // It survives a power loss as soon as the next synced write to the store's KvStore returns.
  // Call it once.
  virtual absl::StatusOr<StoredContent> Finish() = 0;
};

// Hands out the bytes of one document, in order. Every byte has passed its checksum. Removing
// the content does not disturb a reader that is open. Must not outlive its store. One thread at
// a time.
class ContentReader {
 public:
  virtual ~ContentReader() = default;

  virtual const StoredContent& content() const = 0;

  // The next bytes, at most 256 KiB; empty at the end. The view lives until the next call.
  // Returns kDataLoss, naming the content, for bytes that are not those that were stored.
  virtual absl::StatusOr<absl::string_view> Read() = 0;

  // The next Read() begins at that byte. Returns kInvalidArgument beyond the end.
  virtual absl::Status Seek(uint64_t offset) = 0;
};

enum class OrphanState {
  // Bytes of a document whose writer did not finish.
  kUnfinished,
  // All bytes are there, but no Claim() was committed, or a Release() was.
  kUnclaimed,
};

// Bytes outside the KvStore that neither a row nor a mark in it knows. No crash leaves such: they
// are there when the KvStore is older than they are, for example restored from a backup. Their keys
// are not in it either, so nobody can read them.
struct StrayContent {
  ContentId id;
  // 0 for an upload that was not completed.
  uint64_t size_bytes = 0;
  // When the bytes came; infinite future when nobody knows.
  absl::Time written;
};

// Keeps documents' bytes by ContentId. Thread-safe.
//
// Content belongs to somebody only when Claim() has been committed together with the row that
// refers to it. So a crash at any point leaves either a row with its content, or content that
// ForEachOrphan() lists and Remove() takes away:
//
//   writer->Append(...);  StoredContent content = *writer->Finish();
//   KvBatch batch;  batch.Put(row that names content.id);  store->Claim(content.id, &batch);
//   kv->Write(batch, Durability::kSynced);
//   store->Keep(content);
//
// and the other way round, to take a document away:
//
//   batch.Delete(that row);  store->Release(id, &batch);  kv->Write(batch, ...);
//   store->Remove(id);
class ContentStore {
 public:
  virtual ~ContentStore() = default;

  // Begins a document of about so many bytes; 0 when unknown. The hint binds nobody.
  // Returns kResourceExhausted when so many bytes will not fit.
  virtual absl::StatusOr<std::unique_ptr<ContentWriter>> NewDocument(
      uint64_t expected_size_bytes) = 0;

  // Returns kNotFound for content that is not there or not finished, kDataLoss when it is
  // damaged so that reading cannot begin.
  virtual absl::StatusOr<std::unique_ptr<ContentReader>> Open(const ContentId& id) const = 0;

  // Adds to `batch` what makes the content somebody's, or nobody's.
  virtual void Claim(const ContentId& id, platform::KvBatch* batch) const = 0;
  virtual void Release(const ContentId& id, platform::KvBatch* batch) const = 0;

  // Says that a batch with Claim() is durable: what is left to do for content that stays is done
  // now. It is there without this too; the next start does what was not done.
  virtual void Keep(const StoredContent& content) = 0;

  // Takes away what is nobody's, and the row of its key; no error when nothing is there. A crash on
  // the way leaves an orphan. Returns kFailedPrecondition for claimed content. What the key's row
  // leaves in files goes with keys().DestroyNoted().
  virtual absl::Status Remove(const ContentId& id) = 0;

  // The keys under which the documents are encrypted.
  virtual DocumentKeys& keys() = 0;

  // Calls `visit` for each orphan; ends with its error if it returns one. `visit` may remove the
  // orphan. For the start, before the first NewDocument(): later it would also list what is
  // just being stored.
  virtual absl::Status ForEachOrphan(
      absl::FunctionRef<absl::Status(const ContentId& id, OrphanState state)> visit) const = 0;

  // Looks through all bytes outside the KvStore, in steps; calls `visit` after each with how many
  // files, objects or uploads it has looked at so far, and the strays of the step; ends with its
  // error if it returns one. `visit` may remove them. At any time: what is just being stored is
  // known by its mark.
  virtual absl::Status ForEachStray(
      absl::FunctionRef<absl::Status(uint64_t looked_at, const std::vector<StrayContent>& strays)>
          visit) const = 0;

  // Takes a stray away; no error when nothing is there. Returns kFailedPrecondition for content
  // that a row or a mark knows.
  virtual absl::Status RemoveStray(const ContentId& id) = 0;
};

}  // namespace docshare::repository
