#pragma once

#include "absl/status/status.h"
#include "rocksdb/status.h"

namespace docshare::platform {

// RocksDB's outcome as one of the errors that kv_store.h promises.
absl::Status FromRocksDbStatus(const rocksdb::Status& status);

}  // namespace docshare::platform
