#include "platform/kv/rocksdb_options.h"

#include <memory>

#include "rocksdb/cache.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/slice_transform.h"
#include "rocksdb/table.h"

namespace docshare::platform {
namespace {

rocksdb::BlockBasedTableOptions MakeTableOptions(const RocksDbOptions& options) {
  rocksdb::BlockBasedTableOptions table;
  rocksdb::LRUCacheOptions cache;
  cache.capacity = options.block_cache_bytes;
  // Few large shards, and most of each for indexes and filters: a look-up of a key that is not
  // there, which every new object makes, reads nothing else.
  cache.num_shard_bits = 4;
  cache.high_pri_pool_ratio = 0.7;
  table.block_cache = rocksdb::NewLRUCache(cache);
  // A filter costs under one byte a key and spares a look at nearly every file without the key.
  table.filter_policy.reset(rocksdb::NewRibbonFilterPolicy(10));
  // Index and filters count against the cache: memory stays bounded whatever the store's size. They
  // are cut into partitions: a whole filter is a megabyte, and one that was pushed out of the cache
  // would be read and checked again for a single look-up.
  table.cache_index_and_filter_blocks = true;
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  // One patient's rows fill some blocks of this size; a point read decompresses just one.
  table.block_size = 8 << 10;
  table.checksum = rocksdb::kXXH3;
  table.format_version = 5;
  return table;
}

}  // namespace

rocksdb::Options MakeRocksDbOptions(const RocksDbOptions& options) {
  rocksdb::Options result;
  result.create_if_missing = true;
  result.table_factory.reset(rocksdb::NewBlockBasedTableFactory(MakeTableOptions(options)));
  result.compression = rocksdb::kLZ4Compression;
  result.level_compaction_dynamic_level_bytes = true;
  result.write_buffer_size = options.write_buffer_bytes;
  result.max_write_buffer_number = 3;
  result.max_background_jobs = 2;
  result.max_open_files = options.max_open_files;
  if (options.scan_prefix_bytes > 0) {
    result.prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(options.scan_prefix_bytes));
    result.memtable_prefix_bloom_size_ratio = 0.02;
    result.memtable_whole_key_filtering = true;
  }
  // Write-back in small steps: a sync then never waits for megabytes of somebody else's.
  result.bytes_per_sync = 1 << 20;
  result.wal_bytes_per_sync = 1 << 20;

  // A log that ends in the middle of a record is what a power loss leaves: that record was never
  // acknowledged and is dropped. Damage anywhere else refuses to open. The default mode would
  // silently drop all that follows a damaged record, and the strict one would refuse every torn
  // tail. One gap stays: in the last 32 KiB of a log a flipped bit that makes a record's length
  // reach over the end of the file cannot be told from a torn tail.
  result.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  result.paranoid_checks = true;
  // Notices a log that is missing or shorter than it was when it was synced and closed.
  result.track_and_verify_wals_in_manifest = true;

  if (options.min_blob_bytes > 0) {
    result.enable_blob_files = true;
    result.min_blob_size = options.min_blob_bytes;
    result.blob_compression_type = rocksdb::kLZ4Compression;
    result.enable_blob_garbage_collection = true;
  }

  result.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  result.max_log_file_size = 4 << 20;
  result.keep_log_file_num = 4;
  result.stats_dump_period_sec = 0;
  result.stats_persist_period_sec = 0;
  return result;
}

}  // namespace docshare::platform
