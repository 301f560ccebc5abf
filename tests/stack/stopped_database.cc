#include "tests/stack/stopped_database.h"

#include <memory>
#include <utility>

#include "platform/crypto/testing/test_key_ring.h"
#include "platform/kv/rocksdb_kv_store.h"

namespace docshare::tests {

absl::StatusOr<StoppedDatabase> StoppedDatabase::Open(const std::string& path) {
  platform::RocksDbOptions options;
  options.path = path;
  options.block_cache_bytes = 8u << 20;
  options.reserved_free_bytes = 0;
  options.encryption = platform::TestKeyRing({"test", "second"});
  absl::StatusOr<std::unique_ptr<platform::RocksDbKvStore>> store =
      platform::RocksDbKvStore::Open(options);
  if (!store.ok()) return store.status();
  StoppedDatabase database;
  std::unique_ptr<platform::KvIterator> row = (*store)->Scan("", "");
  for (; row->Valid(); row->Next()) {
    database.spaces_[static_cast<uint8_t>(row->key()[0])].push_back(
        {std::string(row->key()), std::string(row->value())});
  }
  if (!row->status().ok()) return row->status();
  return database;
}

std::vector<DatabaseRow> StoppedDatabase::Space(uint8_t key_space) const {
  const auto found = spaces_.find(key_space);
  return found == spaces_.end() ? std::vector<DatabaseRow>() : found->second;
}

}  // namespace docshare::tests
