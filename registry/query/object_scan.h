#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "docshare/storage/v1/registry_rows.pb.h"
#include "domain/ids/entry_uuid.h"
#include "platform/kv/kv_store.h"
#include "registry/query/query_page.h"

namespace docshare::registry {

// Neighbouring rows of one key space: the keys in [lower, upper), all of which begin with `prefix`.
// Empty when lower is not below upper.
struct RowRange {
  std::string prefix;
  std::string lower;
  std::string upper;

  // Every row whose key begins with `prefix`.
  static RowRange Of(absl::string_view prefix);
};

// The objects of one kind that a query selects, in the order of their rows, whose keys end in the
// entryUUID. Memory is that of one row. Must not outlive its snapshot. Not thread-safe.
class ObjectScan {
 public:
  enum class Step { kHit, kEnd, kRowLimit };

  virtual ~ObjectScan() = default;

  virtual storage::v1::ObjectKind kind() const = 0;

  // Looks at this many more rows at most, then says kRowLimit.
  void set_row_limit(uint64_t rows) { rows_left_ = rows; }
  uint64_t rows_left() const { return rows_left_; }

  // Continue at, or after, the row with this position. Come before the first Next().
  void SkipTo(absl::string_view position);
  void SkipPast(absl::string_view position);

  // Moves to the next hit.
  absl::StatusOr<Step> Next();

  // The key of the hit it stands on without the range's prefix; otherwise that of the last row
  // looked at, empty when there is none.
  absl::string_view position() const { return absl::string_view(key_).substr(prefix_bytes_); }

  // Require that Next() said kHit. The view lives until the next call of Next().
  EntryUuid uuid() const;
  virtual absl::StatusOr<absl::string_view> Bytes() = 0;

 protected:
  ObjectScan(const platform::KvReader& snapshot, const RowRange& range);

  // Whether this row is a hit. Every row that is looked at comes by.
  virtual absl::StatusOr<bool> Select(absl::string_view key, absl::string_view value) = 0;

  // The key of the row it stands on.
  const std::string& key() const { return key_; }

 private:
  const std::string prefix_;
  const size_t prefix_bytes_;
  // Null for an empty range.
  std::unique_ptr<platform::KvIterator> rows_;
  std::string key_;
  bool started_ = false;
  uint64_t rows_left_ = std::numeric_limits<uint64_t>::max();
};

// Adds the object that `scan` stands on to the page, in the form the caller asked for.
absl::Status AddHit(ObjectScan& scan, QueryPage& page);

// Fills the page with the hits of `scan`, which has no row limit, beginning where the page begins.
// Positions of the page are positions of the scan.
absl::Status WriteHits(ObjectScan& scan, QueryPage& page);

}  // namespace docshare::registry
