#include "platform/kv/pending_writes.h"

#include <cassert>
#include <iterator>
#include <utility>

namespace docshare::platform {
namespace {

// Matches what a batch counts for an operation, closely enough to bound its size.
constexpr size_t kOperationOverheadBytes = 6;

}  // namespace

// Walks base and entries side by side; where both have a key, the entry counts.
class PendingWrites::MergingIterator : public KvIterator {
 public:
  MergingIterator(const PendingWrites* pending, absl::string_view lower, absl::string_view upper)
      : pending_(pending),
        generation_(pending->generation_),
        lower_(lower),
        upper_(upper),
        base_(pending->base_->Scan(lower, upper)),
        entry_(pending->entries_.lower_bound(lower)) {
    SkipWhatIsDeleted();
  }

  bool Valid() const override {
    assert(generation_ == pending_->generation_);
    return base_->Valid() || (on_entry_ && base_->status().ok());
  }

  void Next() override {
    assert(Valid());
    if (on_entry_) {
      StepOverEntry();
    } else {
      base_->Next();
    }
    SkipWhatIsDeleted();
  }

  void Seek(absl::string_view key) override {
    assert(generation_ == pending_->generation_);
    base_->Seek(key);
    entry_ = pending_->entries_.lower_bound(key < lower_ ? absl::string_view(lower_) : key);
    SkipWhatIsDeleted();
  }

  absl::string_view key() const override {
    assert(Valid());
    return on_entry_ ? absl::string_view(entry_->first) : base_->key();
  }

  absl::string_view value() const override {
    assert(Valid());
    return on_entry_ ? absl::string_view(*entry_->second) : base_->value();
  }

  absl::Status status() const override { return base_->status(); }

 private:
  bool EntryInRange() const {
    return entry_ != pending_->entries_.end() && (upper_.empty() || entry_->first < upper_);
  }

  // Leaves the entry, and the base's row of the same key, which the entry hides.
  void StepOverEntry() {
    if (base_->Valid() && base_->key() == entry_->first) base_->Next();
    ++entry_;
  }

  // Moves to the next row that exists in the merged view and says which side it is on.
  void SkipWhatIsDeleted() {
    while (true) {
      const bool has_entry = EntryInRange();
      if (has_entry && (!base_->Valid() || entry_->first <= base_->key())) {
        on_entry_ = true;
        if (entry_->second.has_value()) return;
        StepOverEntry();
        continue;
      }
      on_entry_ = false;
      if (!base_->Valid()) return;
      const std::string* end = pending_->EndOfDeletedRange(base_->key());
      if (end == nullptr) return;
      base_->Seek(*end);
    }
  }

  const PendingWrites* pending_;
  const uint64_t generation_;
  const std::string lower_;
  const std::string upper_;
  std::unique_ptr<KvIterator> base_;
  Entries::const_iterator entry_;
  // Whether the current row is `entry_`; otherwise it is the base's.
  bool on_entry_ = false;
};

PendingWrites::PendingWrites(const KvReader* base) : base_(base) {}

void PendingWrites::Absorb(const KvBatch& batch) {
  ++generation_;
  for (size_t i = 0; i < batch.size(); ++i) {
    const KvOperation operation = batch.operation(i);
    switch (operation.kind) {
      case KvOperationKind::kPut:
        SetEntry(operation.key, std::string(operation.value));
        break;
      case KvOperationKind::kDelete:
        SetEntry(operation.key, absl::nullopt);
        break;
      case KvOperationKind::kDeleteRange:
        DeleteRange(operation.key, operation.value);
        break;
    }
  }
}

KvBatch PendingWrites::TakeBatch() {
  KvBatch batch;
  batch.Reserve(entries_.size() + deleted_ranges_.size(), approximate_size_bytes_);
  for (const auto& [begin, end] : deleted_ranges_) batch.DeleteRange(begin, end);
  for (const auto& [key, value] : entries_) {
    if (value.has_value()) {
      batch.Put(key, *value);
    } else {
      batch.Delete(key);
    }
  }
  ++generation_;
  entries_.clear();
  deleted_ranges_.clear();
  approximate_size_bytes_ = 0;
  return batch;
}

absl::StatusOr<absl::optional<std::string>> PendingWrites::Get(absl::string_view key) const {
  if (const auto entry = entries_.find(key); entry != entries_.end()) return entry->second;
  if (EndOfDeletedRange(key) != nullptr) return absl::optional<std::string>();
  return base_->Get(key);
}

std::vector<absl::StatusOr<absl::optional<std::string>>> PendingWrites::MultiGet(
    absl::Span<const std::string> keys) const {
  std::vector<absl::StatusOr<absl::optional<std::string>>> results(keys.size(),
                                                                   absl::optional<std::string>());
  std::vector<std::string> base_keys;
  std::vector<size_t> base_positions;
  for (size_t i = 0; i < keys.size(); ++i) {
    if (const auto entry = entries_.find(keys[i]); entry != entries_.end()) {
      results[i] = entry->second;
    } else if (EndOfDeletedRange(keys[i]) == nullptr) {
      base_keys.push_back(keys[i]);
      base_positions.push_back(i);
    }
  }
  if (base_keys.empty()) return results;
  std::vector<absl::StatusOr<absl::optional<std::string>>> found = base_->MultiGet(base_keys);
  for (size_t i = 0; i < found.size(); ++i) results[base_positions[i]] = std::move(found[i]);
  return results;
}

std::unique_ptr<KvIterator> PendingWrites::Scan(absl::string_view lower,
                                                absl::string_view upper) const {
  return std::make_unique<MergingIterator>(this, lower, upper);
}

void PendingWrites::SetEntry(absl::string_view key, absl::optional<std::string> value) {
  const auto size_of = [](const absl::optional<std::string>& v) { return v ? v->size() : 0; };
  const size_t value_size = size_of(value);
  if (const auto entry = entries_.find(key); entry != entries_.end()) {
    approximate_size_bytes_ -= size_of(entry->second);
    entry->second = std::move(value);
  } else {
    approximate_size_bytes_ += key.size() + kOperationOverheadBytes;
    entries_.emplace(std::string(key), std::move(value));
  }
  approximate_size_bytes_ += value_size;
}

void PendingWrites::DeleteRange(absl::string_view begin, absl::string_view end) {
  const auto first_entry = entries_.lower_bound(begin);
  auto entry = first_entry;
  for (; entry != entries_.end() && entry->first < end; ++entry) {
    approximate_size_bytes_ -= entry->first.size() + kOperationOverheadBytes;
    if (entry->second.has_value()) approximate_size_bytes_ -= entry->second->size();
  }
  entries_.erase(first_entry, entry);

  // Melt together with the ranges that overlap or touch this one.
  std::string merged_begin(begin);
  std::string merged_end(end);
  auto range = deleted_ranges_.upper_bound(begin);
  if (range != deleted_ranges_.begin() && std::prev(range)->second >= begin) --range;
  while (range != deleted_ranges_.end() && range->first <= merged_end) {
    approximate_size_bytes_ -= range->first.size() + range->second.size() + kOperationOverheadBytes;
    if (range->first < merged_begin) merged_begin = range->first;
    if (range->second > merged_end) merged_end = range->second;
    range = deleted_ranges_.erase(range);
  }
  approximate_size_bytes_ += merged_begin.size() + merged_end.size() + kOperationOverheadBytes;
  deleted_ranges_.emplace(std::move(merged_begin), std::move(merged_end));
}

const std::string* PendingWrites::EndOfDeletedRange(absl::string_view key) const {
  auto range = deleted_ranges_.upper_bound(key);
  if (range == deleted_ranges_.begin()) return nullptr;
  --range;
  return key < range->second ? &range->second : nullptr;
}

}  // namespace docshare::platform
