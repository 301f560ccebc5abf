#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace docshare::platform {

enum class KvOperationKind : uint8_t { kPut, kDelete, kDeleteRange };

// One change of a batch. The views live as long as the batch is not changed.
struct KvOperation {
  KvOperationKind kind;
  // kDeleteRange: the first key deleted.
  absl::string_view key;
  // kPut: the value. kDeleteRange: the first key after `key` that stays.
  absl::string_view value;
};

// An ordered list of changes that a KvStore applies as one: all of them or none.
// Later operations override earlier ones. Keys and values are any bytes.
//
// A value type: copies are independent. Views given to it must not point into it. Not thread-safe.
class KvBatch {
 public:
  void Put(absl::string_view key, absl::string_view value);

  // Deleting a key that is not there is no error.
  void Delete(absl::string_view key);

  // Deletes every key in [begin, end). Nothing when begin >= end.
  void DeleteRange(absl::string_view begin, absl::string_view end);

  // Adds the operations of `other` after its own. `other` may be this batch.
  void Append(const KvBatch& other);

  // Makes room for so many operations with so many bytes of keys and values in all.
  void Reserve(size_t operations, size_t bytes);

  // Forgets every operation, keeps the memory.
  void Clear();

  // The batch ends what was begun when there was room, and adds little: it may use the reserve of
  // the disk (disk_reserve.h). Holds until Clear().
  void UseReserve() { uses_reserve_ = true; }
  bool uses_reserve() const { return uses_reserve_; }

  bool empty() const { return operations_.empty(); }

  // Number of operations.
  size_t size() const { return operations_.size(); }

  // Requires index < size().
  KvOperation operation(size_t index) const;

  // Keys and values plus a few bytes an operation: about what the batch adds to a log.
  size_t approximate_size_bytes() const;

 private:
  struct Extent {
    size_t offset;
    size_t key_size;
    size_t value_size;
    KvOperationKind kind;
  };

  void Add(KvOperationKind kind, absl::string_view key, absl::string_view value);

  // Keys and values one after the other; one allocation instead of two an operation.
  std::string bytes_;
  std::vector<Extent> operations_;
  bool uses_reserve_ = false;
};

}  // namespace docshare::platform
