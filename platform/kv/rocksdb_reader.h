#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "platform/kv/kv_store.h"
#include "rocksdb/db.h"

namespace docshare::platform {

// Reads a RocksDB database, as it is or as a snapshot of it shows it.
class RocksDbReader : public KvReader {
 public:
  // `db` and `snapshot` must outlive the reader; a null `snapshot` means the present state.
  // `scan_prefix_bytes` must be that of the database's prefix extractor, 0 without one.
  RocksDbReader(rocksdb::DB* db, const rocksdb::Snapshot* snapshot, uint32_t scan_prefix_bytes);

  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const override;
  std::vector<absl::StatusOr<absl::optional<std::string>>> MultiGet(
      absl::Span<const std::string> keys) const override;
  std::unique_ptr<KvIterator> Scan(absl::string_view lower, absl::string_view upper) const override;

 private:
  rocksdb::DB* const db_;
  const rocksdb::Snapshot* const snapshot_;
  const uint32_t scan_prefix_bytes_;
};

}  // namespace docshare::platform
