#include "repository/server/fail_stop_kv_store.h"

#include <utility>

namespace docshare::repository {

FailStopKvStore::FailStopKvStore(platform::KvStore* base,
                                 std::function<void(const absl::Status&)> on_failure)
    : base_(base), on_failure_(std::move(on_failure)) {}

absl::StatusOr<absl::optional<std::string>> FailStopKvStore::Get(absl::string_view key) const {
  return base_->Get(key);
}

std::vector<absl::StatusOr<absl::optional<std::string>>> FailStopKvStore::MultiGet(
    absl::Span<const std::string> keys) const {
  return base_->MultiGet(keys);
}

std::unique_ptr<platform::KvIterator> FailStopKvStore::Scan(absl::string_view lower,
                                                            absl::string_view upper) const {
  return base_->Scan(lower, upper);
}

absl::Status FailStopKvStore::Write(const platform::KvBatch& batch,
                                    platform::Durability durability) {
  return Checked(base_->Write(batch, durability));
}

absl::Status FailStopKvStore::Sync() { return Checked(base_->Sync()); }

absl::Status FailStopKvStore::Purge(absl::string_view lower, absl::string_view upper) {
  return Checked(base_->Purge(lower, upper));
}

std::shared_ptr<const platform::KvReader> FailStopKvStore::Snapshot() const {
  return base_->Snapshot();
}

absl::Status FailStopKvStore::Checked(absl::Status status) {
  if (absl::IsInternal(status) || absl::IsUnavailable(status)) on_failure_(status);
  return status;
}

}  // namespace docshare::repository
