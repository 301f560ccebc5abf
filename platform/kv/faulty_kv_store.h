#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::platform {

// A KvStore that fails on command, for tests. Writes are counted from 1; Sync() is not a write.
//
// A crash stands for the death of the process: from then on every call fails with kUnavailable,
// and iterators and snapshots made before fail as well. To restart, give the base to a new
// FaultyKvStore (after MemoryKvStore::DropUnsynced(), if the power went too). Thread-safe.
class FaultyKvStore : public KvStore {
 public:
  // What a crash leaves of the write that met it.
  enum class CrashingWrite { kApplied, kLost };

  // `base` must outlive this object.
  explicit FaultyKvStore(KvStore* base);
  ~FaultyKvStore() override;

  // Write number `write_number` fails with `error` and stores nothing; later ones work again.
  void FailAtWrite(int64_t write_number, absl::Status error);

  // From now on writes fail with kResourceExhausted, but those that may use the reserve.
  void FillDisk();

  // The store crashes at write number `write_number`.
  void CrashAtWrite(int64_t write_number, CrashingWrite outcome);

  // Crashes now.
  void Crash();

  bool crashed() const;

  // How many writes were tried, the failed ones included.
  int64_t write_count() const;

  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const override;
  std::vector<absl::StatusOr<absl::optional<std::string>>> MultiGet(
      absl::Span<const std::string> keys) const override;
  std::unique_ptr<KvIterator> Scan(absl::string_view lower, absl::string_view upper) const override;
  absl::Status Write(const KvBatch& batch, Durability durability) override;
  absl::Status Sync() override;
  absl::Status Purge(absl::string_view lower, absl::string_view upper) override;
  std::shared_ptr<const KvReader> Snapshot() const override;

 private:
  // What the store and the readers made from it share.
  struct State;
  class Reader;
  class Iterator;

  KvStore* base_;
  std::shared_ptr<State> state_;
  std::unique_ptr<Reader> reader_;
};

}  // namespace docshare::platform
