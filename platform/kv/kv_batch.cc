#include "platform/kv/kv_batch.h"

#include <cassert>

namespace docshare::platform {
namespace {

// Kind and lengths of one operation in RocksDB's log: about this much for short keys.
constexpr size_t kOperationOverheadBytes = 6;

}  // namespace

void KvBatch::Put(absl::string_view key, absl::string_view value) {
  Add(KvOperationKind::kPut, key, value);
}

void KvBatch::Delete(absl::string_view key) { Add(KvOperationKind::kDelete, key, {}); }

void KvBatch::DeleteRange(absl::string_view begin, absl::string_view end) {
  if (begin < end) Add(KvOperationKind::kDeleteRange, begin, end);
}

void KvBatch::Append(const KvBatch& other) {
  const size_t shift = bytes_.size();
  const size_t count = other.operations_.size();
  bytes_.append(other.bytes_);
  operations_.reserve(operations_.size() + count);
  for (size_t i = 0; i < count; ++i) {
    Extent extent = other.operations_[i];
    extent.offset += shift;
    operations_.push_back(extent);
  }
}

void KvBatch::Reserve(size_t operations, size_t bytes) {
  operations_.reserve(operations);
  bytes_.reserve(bytes);
}

void KvBatch::Clear() {
  bytes_.clear();
  operations_.clear();
  uses_reserve_ = false;
}

KvOperation KvBatch::operation(size_t index) const {
  assert(index < operations_.size());
  const Extent& extent = operations_[index];
  const char* key = bytes_.data() + extent.offset;
  return {.kind = extent.kind,
          .key = absl::string_view(key, extent.key_size),
          .value = absl::string_view(key + extent.key_size, extent.value_size)};
}

size_t KvBatch::approximate_size_bytes() const {
  return bytes_.size() + operations_.size() * kOperationOverheadBytes;
}

void KvBatch::Add(KvOperationKind kind, absl::string_view key, absl::string_view value) {
  operations_.push_back(
      {.offset = bytes_.size(), .key_size = key.size(), .value_size = value.size(), .kind = kind});
  bytes_.append(key.data(), key.size());
  bytes_.append(value.data(), value.size());
}

}  // namespace docshare::platform
