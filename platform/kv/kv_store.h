#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "platform/kv/kv_batch.h"

namespace docshare::platform {

// Errors of everything in this file, unless said otherwise:
//   kDataLoss           stored bytes fail their checksum or cannot be read as written
//   kResourceExhausted  a write was refused for want of disk space; nothing of it is stored
//   kUnavailable        the store no longer serves (it met an error it cannot undo, or crashed)
//   kInternal           any other I/O error; a write that ended so may be stored or not

// Walks the keys of one range in ascending byte order, at the state the store had when the
// iterator was made. Must not outlive the reader it came from. Not thread-safe.
//
//   auto it = reader.Scan(lower, upper);
//   for (; it->Valid(); it->Next()) { ... it->key() ... it->value() ... }
//   if (!it->status().ok()) return it->status();
class KvIterator {
 public:
  virtual ~KvIterator() = default;

  // False at the end of the range and after an error.
  virtual bool Valid() const = 0;

  // Requires Valid().
  virtual void Next() = 0;

  // Moves to the first key at or after `key`, forwards or backwards, within the range.
  virtual void Seek(absl::string_view key) = 0;

  // Require Valid(). The views live until the next Next() or Seek().
  virtual absl::string_view key() const = 0;
  virtual absl::string_view value() const = 0;

  // Why the walk stopped; ok at the end of the range.
  virtual absl::Status status() const = 0;
};

// Ordered keys with values, to read. Thread-safe unless an implementation says otherwise.
class KvReader {
 public:
  virtual ~KvReader() = default;

  // The value of `key`, or nullopt when there is none.
  virtual absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const = 0;

  // As Get() for each key, in the order asked and at one state of the store.
  virtual std::vector<absl::StatusOr<absl::optional<std::string>>> MultiGet(
      absl::Span<const std::string> keys) const = 0;

  // The keys in [lower, upper), standing at the first. An empty `upper` means no upper bound.
  // Never null; an error is in the iterator's status().
  virtual std::unique_ptr<KvIterator> Scan(absl::string_view lower,
                                           absl::string_view upper) const = 0;
};

enum class Durability {
  // Durable when Write() returns, and with it every write that returned before it began.
  kSynced,
  // Survives the death of the process at once, a power loss only after the next sync.
  kBuffered,
};

// A store of ordered keys with values. Thread-safe.
class KvStore : public KvReader {
 public:
  // Applies the whole batch or nothing of it; a reader never sees a part. An empty batch with
  // kSynced is Sync().
  virtual absl::Status Write(const KvBatch& batch, Durability durability) = 0;

  // Makes every write that returned before this call durable.
  virtual absl::Status Sync() = 0;

  // On return no file of the store has anything any more of values in [lower, upper] that were
  // deleted or overwritten before the call, unless a snapshot older than that lives. Rewrites what
  // lies around: slow.
  virtual absl::Status Purge(absl::string_view lower, absl::string_view upper) = 0;

  // The store as it is now, for as long as the snapshot lives. Must not outlive the store.
  virtual std::shared_ptr<const KvReader> Snapshot() const = 0;
};

}  // namespace docshare::platform
