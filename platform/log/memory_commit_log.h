#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "platform/log/commit_log.h"

namespace docshare::platform {

// A log that keeps every entry and can be read again from any position, as a replicated home
// does: for tests that feed one order to several appliers. Thread-safe.
class MemoryCommitLog : public CommitLog {
 public:
  absl::StatusOr<uint64_t> Append(std::string command) override;
  absl::StatusOr<std::vector<LogEntry>> ReadAfter(uint64_t position, size_t max_bytes) override;
  void Applied(uint64_t position) override;
  bool Withdraw(uint64_t position) override;
  void Close() override;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool closed_ = false;
  std::vector<LogEntry> entries_;
};

}  // namespace docshare::platform
