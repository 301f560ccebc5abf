#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::platform {

// A KvStore in memory, for tests. It remembers what was synced, so that a test can pull the plug.
class MemoryKvStore : public KvStore {
 public:
  using Rows = absl::btree_map<std::string, std::string>;

  MemoryKvStore();

  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const override;
  std::vector<absl::StatusOr<absl::optional<std::string>>> MultiGet(
      absl::Span<const std::string> keys) const override;
  std::unique_ptr<KvIterator> Scan(absl::string_view lower, absl::string_view upper) const override;
  absl::Status Write(const KvBatch& batch, Durability durability) override;
  absl::Status Sync() override;
  absl::Status Purge(absl::string_view lower, absl::string_view upper) override;
  std::shared_ptr<const KvReader> Snapshot() const override;

  // Goes back to the last synced state, as a machine does that lost power. Iterators and
  // snapshots made before keep what they saw.
  void DropUnsynced();

 private:
  // Counts its readers itself: the count of a shared_ptr says how many there are, but does not make
  // what the last one did happen before what its reader does.
  struct ReadRows {
    Rows rows;
    std::atomic<int> readers{0};
  };

  std::shared_ptr<const Rows> rows() const;

  // Requires the mutex.
  void MarkAllSynced();

  mutable std::mutex mutex_;
  // Never changed while a reader holds it: Write() copies it first.
  std::shared_ptr<ReadRows> rows_;
  // What a power loss leaves, and the batches since.
  Rows synced_rows_;
  std::vector<KvBatch> unsynced_;
};

}  // namespace docshare::platform
