#include "platform/kv/rocksdb_status.h"

namespace docshare::platform {
namespace {

absl::StatusCode CodeOf(const rocksdb::Status& status) {
  if (status.IsCorruption()) return absl::StatusCode::kDataLoss;
  if (status.IsNoSpace()) return absl::StatusCode::kResourceExhausted;
  // A file that the store's own list names is gone.
  if (status.IsPathNotFound()) return absl::StatusCode::kDataLoss;
  // After these the database refuses every write until it is opened again.
  if (status.severity() >= rocksdb::Status::Severity::kHardError) {
    return absl::StatusCode::kUnavailable;
  }
  if (status.IsBusy() || status.IsTimedOut() || status.IsTryAgain() || status.IsAborted() ||
      status.IsIncomplete() || status.IsShutdownInProgress()) {
    return absl::StatusCode::kUnavailable;
  }
  return absl::StatusCode::kInternal;
}

}  // namespace

absl::Status FromRocksDbStatus(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return absl::Status(CodeOf(status), status.ToString());
}

}  // namespace docshare::platform
