#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bench/load.h"

namespace docshare::bench {

// The machine's limit for storage: the same rows as the registry's, written and read with nothing
// but RocksDB in this process.
struct RawRocksDbResult {
  // Batches of one submission each, synced, from 1 and from 64 threads.
  LoadResult write_1;
  LoadResult write_64;
  // Scans of the filter rows and entries of one patient, copied into a buffer, from 1 and from 2
  // threads.
  LoadResult scan_1;
  LoadResult scan_2;
};

// Makes a database in `folder`, which must not exist, and measures each figure for `duration`.
absl::StatusOr<RawRocksDbResult> MeasureRawRocksDb(const std::string& folder,
                                                   absl::Duration duration);

}  // namespace docshare::bench
