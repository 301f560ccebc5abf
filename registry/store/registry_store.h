#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::registry {

// The registry's database: opened once, written by the committer alone, read by any thread.
class RegistryStore {
 public:
  // Takes over `kv`. An empty store is made the database of `community` ("urn:oid:...") with
  // `cursor_key`, 32 random bytes; both are fixed from then on.
  // Returns kFailedPrecondition when the store has another schema version or serves another
  // community, kDataLoss when its settings are unreadable.
  static absl::StatusOr<std::unique_ptr<RegistryStore>> Open(std::unique_ptr<platform::KvStore> kv,
                                                             absl::string_view community,
                                                             absl::string_view cursor_key);

  // The store as it is now, for one query.
  std::shared_ptr<const platform::KvReader> Snapshot() const { return kv_->Snapshot(); }

  // The committer's own view of the store.
  const platform::KvReader& reader() const { return *kv_; }

  // Applies everything up to `position` at once. Durable on return when `has_rows`; a batch
  // without rows only moves the position, which may be lost and given again.
  absl::Status Commit(platform::KvBatch batch, uint64_t position, bool has_rows);

  // Position of the last command applied. A snapshot taken after reading it contains it.
  uint64_t commit_position() const { return commit_position_.load(std::memory_order_acquire); }

  // Last position that is not given again, whatever happens: every row of a position up to it is
  // durable. Behind commit_position() after refusals alone. A snapshot taken after reading it
  // contains it.
  uint64_t durable_position() const { return durable_position_.load(std::memory_order_acquire); }

  const std::string& community() const { return community_; }

  // Authenticates page tokens.
  const std::string& cursor_key() const { return cursor_key_; }

 private:
  explicit RegistryStore(std::unique_ptr<platform::KvStore> kv) : kv_(std::move(kv)) {}

  absl::Status Initialize(absl::string_view community, absl::string_view cursor_key);
  absl::Status CheckSettings(absl::string_view community);

  const std::unique_ptr<platform::KvStore> kv_;
  std::atomic<uint64_t> commit_position_{0};
  std::atomic<uint64_t> durable_position_{0};
  std::string community_;
  std::string cursor_key_;
};

}  // namespace docshare::registry
