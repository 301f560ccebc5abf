#include "platform/kv/memory_kv_store.h"

#include <cassert>
#include <utility>

namespace docshare::platform {
namespace {

using Rows = MemoryKvStore::Rows;

absl::optional<std::string> Find(const Rows& rows, absl::string_view key) {
  const auto row = rows.find(key);
  if (row == rows.end()) return absl::nullopt;
  return row->second;
}

std::vector<absl::StatusOr<absl::optional<std::string>>> FindAll(
    const Rows& rows, absl::Span<const std::string> keys) {
  std::vector<absl::StatusOr<absl::optional<std::string>>> results;
  results.reserve(keys.size());
  for (const std::string& key : keys) results.push_back(Find(rows, key));
  return results;
}

void Apply(const KvBatch& batch, Rows* rows) {
  for (size_t i = 0; i < batch.size(); ++i) {
    const KvOperation operation = batch.operation(i);
    switch (operation.kind) {
      case KvOperationKind::kPut:
        (*rows)[operation.key] = std::string(operation.value);
        break;
      case KvOperationKind::kDelete:
        rows->erase(operation.key);
        break;
      case KvOperationKind::kDeleteRange:
        rows->erase(rows->lower_bound(operation.key), rows->lower_bound(operation.value));
        break;
    }
  }
}

class RowsIterator : public KvIterator {
 public:
  RowsIterator(std::shared_ptr<const Rows> rows, absl::string_view lower, absl::string_view upper)
      : rows_(std::move(rows)), lower_(lower), upper_(upper), row_(rows_->lower_bound(lower)) {}

  bool Valid() const override {
    return row_ != rows_->end() && (upper_.empty() || row_->first < upper_);
  }
  void Next() override {
    assert(Valid());
    ++row_;
  }
  void Seek(absl::string_view key) override {
    row_ = rows_->lower_bound(key < lower_ ? absl::string_view(lower_) : key);
  }
  absl::string_view key() const override {
    assert(Valid());
    return row_->first;
  }
  absl::string_view value() const override {
    assert(Valid());
    return row_->second;
  }
  absl::Status status() const override { return absl::OkStatus(); }

 private:
  const std::shared_ptr<const Rows> rows_;
  const std::string lower_;
  const std::string upper_;
  Rows::const_iterator row_;
};

class RowsReader : public KvReader {
 public:
  explicit RowsReader(std::shared_ptr<const Rows> rows) : rows_(std::move(rows)) {}

  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const override {
    return Find(*rows_, key);
  }
  std::vector<absl::StatusOr<absl::optional<std::string>>> MultiGet(
      absl::Span<const std::string> keys) const override {
    return FindAll(*rows_, keys);
  }
  std::unique_ptr<KvIterator> Scan(absl::string_view lower,
                                   absl::string_view upper) const override {
    return std::make_unique<RowsIterator>(rows_, lower, upper);
  }

 private:
  const std::shared_ptr<const Rows> rows_;
};

}  // namespace

MemoryKvStore::MemoryKvStore() : rows_(std::make_shared<ReadRows>()) {}

std::shared_ptr<const Rows> MemoryKvStore::rows() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  rows_->readers.fetch_add(1, std::memory_order_relaxed);
  return {&rows_->rows,
          [held = rows_](const Rows*) { held->readers.fetch_sub(1, std::memory_order_release); }};
}

absl::StatusOr<absl::optional<std::string>> MemoryKvStore::Get(absl::string_view key) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return Find(rows_->rows, key);
}

std::vector<absl::StatusOr<absl::optional<std::string>>> MemoryKvStore::MultiGet(
    absl::Span<const std::string> keys) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return FindAll(rows_->rows, keys);
}

std::unique_ptr<KvIterator> MemoryKvStore::Scan(absl::string_view lower,
                                                absl::string_view upper) const {
  return std::make_unique<RowsIterator>(rows(), lower, upper);
}

absl::Status MemoryKvStore::Write(const KvBatch& batch, Durability durability) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (rows_->readers.load(std::memory_order_acquire) > 0) {
    auto copy = std::make_shared<ReadRows>();
    copy->rows = rows_->rows;
    rows_ = std::move(copy);
  }
  Apply(batch, &rows_->rows);
  unsynced_.push_back(batch);
  if (durability == Durability::kSynced) MarkAllSynced();
  return absl::OkStatus();
}

absl::Status MemoryKvStore::Sync() {
  const std::lock_guard<std::mutex> lock(mutex_);
  MarkAllSynced();
  return absl::OkStatus();
}

// It has no files.
absl::Status MemoryKvStore::Purge(absl::string_view, absl::string_view) { return absl::OkStatus(); }

std::shared_ptr<const KvReader> MemoryKvStore::Snapshot() const {
  return std::make_shared<RowsReader>(rows());
}

void MemoryKvStore::DropUnsynced() {
  const std::lock_guard<std::mutex> lock(mutex_);
  rows_ = std::make_shared<ReadRows>();
  rows_->rows = synced_rows_;
  unsynced_.clear();
}

void MemoryKvStore::MarkAllSynced() {
  for (const KvBatch& batch : unsynced_) Apply(batch, &synced_rows_);
  unsynced_.clear();
}

}  // namespace docshare::platform
