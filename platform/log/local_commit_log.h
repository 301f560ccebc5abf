#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "platform/log/commit_log.h"

namespace docshare::platform {

// The order of a single process: a queue in memory. It is durable through the applier's store,
// whose write-ahead log takes a group of commands in one batch; what was not applied when the
// process ends was never acknowledged. Thread-safe.
class LocalCommitLog : public CommitLog {
 public:
  // Continues after `applied_position`, the last one the applier stored. At most `max_waiting`
  // commands wait at a time.
  LocalCommitLog(uint64_t applied_position, size_t max_waiting);

  absl::StatusOr<uint64_t> Append(std::string command) override;
  absl::StatusOr<std::vector<LogEntry>> ReadAfter(uint64_t position, size_t max_bytes) override;
  void Applied(uint64_t position) override;
  bool Withdraw(uint64_t position) override;
  void Close() override;

 private:
  const size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  uint64_t last_position_;
  bool closed_ = false;
  // Appended and not yet read.
  std::deque<LogEntry> waiting_;
};

}  // namespace docshare::platform
