#include "platform/kv/rocksdb_reader.h"

#include <cassert>

#include "platform/kv/rocksdb_status.h"
#include "rocksdb/iterator.h"
#include "rocksdb/options.h"

namespace docshare::platform {
namespace {

rocksdb::Slice ToSlice(absl::string_view bytes) { return {bytes.data(), bytes.size()}; }

absl::string_view ToView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// Whether every key in [lower, upper) starts with the first `size` bytes of `lower`.
bool HasOnePrefix(absl::string_view lower, absl::string_view upper, size_t size) {
  if (size == 0 || lower.size() < size || upper.empty()) return false;
  std::string next_prefix(lower.substr(0, size));
  while (!next_prefix.empty() && next_prefix.back() == '\xff') next_prefix.pop_back();
  if (next_prefix.empty()) return false;
  next_prefix.back() = static_cast<char>(static_cast<unsigned char>(next_prefix.back()) + 1);
  return upper <= next_prefix;
}

absl::StatusOr<absl::optional<std::string>> ToResult(const rocksdb::Status& status,
                                                     const rocksdb::PinnableSlice& value) {
  if (status.ok()) return absl::optional<std::string>(std::string(value.data(), value.size()));
  if (status.IsNotFound()) return absl::optional<std::string>();
  return FromRocksDbStatus(status);
}

class RocksDbIterator : public KvIterator {
 public:
  RocksDbIterator(rocksdb::DB* db, const rocksdb::Snapshot* snapshot, absl::string_view lower,
                  absl::string_view upper, uint32_t scan_prefix_bytes)
      : lower_(lower), upper_(upper), lower_slice_(lower_), upper_slice_(upper_) {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot;
    options.iterate_lower_bound = &lower_slice_;
    if (!upper_.empty()) options.iterate_upper_bound = &upper_slice_;
    // Filters may be asked about a prefix only when the range has no other; RocksDB then ends
    // the walk by the prefix, because it may not heed a bound that lies outside of it.
    const bool one_prefix = HasOnePrefix(lower, upper, scan_prefix_bytes);
    options.prefix_same_as_start = one_prefix;
    options.total_order_seek = !one_prefix;
    // RocksDB 7.8 forgets an error that it meets when it enters the next file of a level, and
    // shows a range without that file's rows, unless it need not care about deleted ranges.
    // RocksDbKvStore writes none.
    options.ignore_range_deletions = true;
    options.background_purge_on_iterator_cleanup = true;
    iterator_.reset(db->NewIterator(options));
    Seek(lower_);
  }

  bool Valid() const override { return !past_end_ && iterator_->Valid(); }

  void Next() override {
    assert(Valid());
    iterator_->Next();
  }

  void Seek(absl::string_view key) override {
    if (key < lower_) key = lower_;
    past_end_ = !upper_.empty() && key >= upper_;
    if (!past_end_) iterator_->Seek(ToSlice(key));
  }

  absl::string_view key() const override {
    assert(Valid());
    return ToView(iterator_->key());
  }

  absl::string_view value() const override {
    assert(Valid());
    return ToView(iterator_->value());
  }

  absl::Status status() const override { return FromRocksDbStatus(iterator_->status()); }

 private:
  const std::string lower_;
  const std::string upper_;
  // RocksDB keeps pointers to these.
  const rocksdb::Slice lower_slice_;
  const rocksdb::Slice upper_slice_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
  bool past_end_ = false;
};

}  // namespace

RocksDbReader::RocksDbReader(rocksdb::DB* db, const rocksdb::Snapshot* snapshot,
                             uint32_t scan_prefix_bytes)
    : db_(db), snapshot_(snapshot), scan_prefix_bytes_(scan_prefix_bytes) {}

absl::StatusOr<absl::optional<std::string>> RocksDbReader::Get(absl::string_view key) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  rocksdb::PinnableSlice value;
  const rocksdb::Status status =
      db_->Get(options, db_->DefaultColumnFamily(), ToSlice(key), &value);
  return ToResult(status, value);
}

std::vector<absl::StatusOr<absl::optional<std::string>>> RocksDbReader::MultiGet(
    absl::Span<const std::string> keys) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
  std::vector<rocksdb::PinnableSlice> values(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  db_->MultiGet(options, db_->DefaultColumnFamily(), keys.size(), slices.data(), values.data(),
                statuses.data());
  std::vector<absl::StatusOr<absl::optional<std::string>>> results;
  results.reserve(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) results.push_back(ToResult(statuses[i], values[i]));
  return results;
}

std::unique_ptr<KvIterator> RocksDbReader::Scan(absl::string_view lower,
                                                absl::string_view upper) const {
  return std::make_unique<RocksDbIterator>(db_, snapshot_, lower, upper, scan_prefix_bytes_);
}

}  // namespace docshare::platform
