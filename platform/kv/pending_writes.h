#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::platform {

// A reader that shows a base with changes on top that are not in the base yet: several commands
// go into one batch, and each sees what the earlier ones did.
//
//   PendingWrites pending(store);
//   for (command : queue) pending.Absorb(Apply(command, pending));
//   store->Write(pending.TakeBatch(), Durability::kSynced);
//
// Overlays may be stacked: the base may be another PendingWrites. Not thread-safe: reads may run
// side by side, but not beside Absorb() or TakeBatch(). Unlike other readers its iterators do
// not outlast a change: using one after Absorb() or TakeBatch() is a programming error that ends
// the process.
class PendingWrites : public KvReader {
 public:
  // `base` must outlive this object and must not change while there are pending changes.
  explicit PendingWrites(const KvReader* base);

  // Puts the operations of `batch` on top, in their order.
  void Absorb(const KvBatch& batch);

  // The net effect of all that was absorbed: range deletions, then one operation a key in key
  // order. Afterwards nothing is pending.
  KvBatch TakeBatch();

  bool empty() const { return entries_.empty() && deleted_ranges_.empty(); }

  // About what TakeBatch() would return, see KvBatch::approximate_size_bytes().
  size_t approximate_size_bytes() const { return approximate_size_bytes_; }

  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const override;
  std::vector<absl::StatusOr<absl::optional<std::string>>> MultiGet(
      absl::Span<const std::string> keys) const override;
  std::unique_ptr<KvIterator> Scan(absl::string_view lower, absl::string_view upper) const override;

 private:
  class MergingIterator;

  // A pending value, or nullopt for a deletion.
  using Entries = absl::btree_map<std::string, absl::optional<std::string>>;
  // First key deleted to first key that stays; the ranges neither overlap nor touch.
  using Ranges = absl::btree_map<std::string, std::string>;

  void SetEntry(absl::string_view key, absl::optional<std::string> value);
  void DeleteRange(absl::string_view begin, absl::string_view end);

  // The end of the deleted range that holds `key`, or null.
  const std::string* EndOfDeletedRange(absl::string_view key) const;

  const KvReader* base_;
  Entries entries_;
  Ranges deleted_ranges_;
  size_t approximate_size_bytes_ = 0;
  // Counts changes, so that a stale iterator is noticed.
  uint64_t generation_ = 0;
};

}  // namespace docshare::platform
