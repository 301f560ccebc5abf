#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "platform/crypto/key_encryption.h"
#include "platform/kv/kv_batch.h"
#include "platform/kv/kv_store.h"

namespace docshare::platform {

struct RocksDbOptions {
  // The folder of the store, made when it is not there; its parent must exist. One process at a
  // time may have it open.
  std::string path;
  // Blocks of rows, and the indexes and filters of files, kept in memory.
  uint64_t block_cache_bytes = 256u << 20;
  // Rows gather in this much memory before they become a file; up to three such buffers live.
  uint64_t write_buffer_bytes = 64u << 20;
  // Set when scans stay within keys that start with the same so many bytes: such a scan then
  // skips files that have no such key. 0 = none. May differ from one Open() to the next.
  uint32_t scan_prefix_bytes = 0;
  // Values of at least this size go to blob files, which compaction does not rewrite; 0 = none.
  uint64_t min_blob_bytes = 0;
  // Writes are refused when less than this would stay free on the disk. Background work needs
  // room too: keep it above four write buffers.
  uint64_t reserved_free_bytes = 512u << 20;
  // So much more is set aside in a file BALLAST of the folder, where there is room; it is given up
  // when the disk is so full that the store could not be opened. 0 = none. Opening takes what the
  // log takes, which is mostly less than two write buffers.
  uint64_t ballast_bytes = 0;
  int max_open_files = 512;
  // Wraps the key that encrypts every file (database_key.h, rocksdb_encryption.h); null leaves the
  // files plain. A database is encrypted from its beginning or not at all.
  std::shared_ptr<KeyEncryption> encryption;
};

// A KvStore in one folder of the local disk, over RocksDB. Thread-safe.
//
// Every block and log record carries a checksum, verified on each read. Opening replays the log:
// a record torn at its very end is dropped, any other damage is refused (kDataLoss).
//
// A deleted range costs as much as its rows: they are deleted one by one, and no other write is
// served meanwhile.
//
// When the disk is nearly full, writes are refused with kResourceExhausted, but for those that only
// delete or put empty values or may use the reserve, and reads go on; writes resume by themselves
// once there is room, within 6 seconds at most. An I/O error while the log is written ends the
// process: Debian's RocksDB is built with its assertions on. The store is made for that: open it
// again and every acknowledged write is there.
class RocksDbKvStore : public KvStore {
 public:
  // Returns kDataLoss when the folder's content is damaged, kUnavailable when somebody has it
  // open, kFailedPrecondition when the folder cannot be made or is encrypted otherwise than said,
  // kResourceExhausted when the disk has no room to open it.
  static absl::StatusOr<std::unique_ptr<RocksDbKvStore>> Open(const RocksDbOptions& options);

  // Requires that iterators and snapshots are gone.
  ~RocksDbKvStore() override;

  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) const override;
  std::vector<absl::StatusOr<absl::optional<std::string>>> MultiGet(
      absl::Span<const std::string> keys) const override;
  std::unique_ptr<KvIterator> Scan(absl::string_view lower, absl::string_view upper) const override;
  absl::Status Write(const KvBatch& batch, Durability durability) override;
  absl::Status Sync() override;
  absl::Status Purge(absl::string_view lower, absl::string_view upper) override;
  std::shared_ptr<const KvReader> Snapshot() const override;

  // Wraps the database's key under the wrapping key that is active now; false when it is already,
  // or there is no encryption. No row is touched. Returns the errors of KeyEncryption.
  absl::StatusOr<bool> RewrapKey();

 private:
  // Keeps RocksDB's headers out of this one.
  class Database;

  explicit RocksDbKvStore(std::unique_ptr<Database> database);

  std::unique_ptr<Database> database_;
};

}  // namespace docshare::platform
