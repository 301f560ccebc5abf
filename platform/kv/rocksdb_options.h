#pragma once

#include "platform/kv/rocksdb_kv_store.h"
#include "rocksdb/options.h"

namespace docshare::platform {

// RocksDB's settings for a store of short keys: what is chosen and why is in the .cc.
rocksdb::Options MakeRocksDbOptions(const RocksDbOptions& options);

}  // namespace docshare::platform
