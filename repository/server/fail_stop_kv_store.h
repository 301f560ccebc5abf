#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::repository {

// A KvStore that reports when a write leaves it unknown what is stored (kInternal), or when the
// store serves no more (kUnavailable). A process goes on from there only by ending: the next start
// finds out what is there. Thread-safe.
class FailStopKvStore : public platform::KvStore {
 public:
  // `base` must outlive this object. `on_failure` is called before the write returns, by any
  // thread; it is meant to end the process.
  FailStopKvStore(platform::KvStore* base, std::function<void(const absl::Status&)> on_failure);

  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const override;
  std::vector<absl::StatusOr<absl::optional<std::string>>> MultiGet(
      absl::Span<const std::string> keys) const override;
  std::unique_ptr<platform::KvIterator> Scan(absl::string_view lower,
                                             absl::string_view upper) const override;
  absl::Status Write(const platform::KvBatch& batch, platform::Durability durability) override;
  absl::Status Sync() override;
  absl::Status Purge(absl::string_view lower, absl::string_view upper) override;
  std::shared_ptr<const platform::KvReader> Snapshot() const override;

 private:
  absl::Status Checked(absl::Status status);

  platform::KvStore* const base_;
  const std::function<void(const absl::Status&)> on_failure_;
};

}  // namespace docshare::repository
