#include "platform/log/memory_commit_log.h"

#include <utility>

namespace docshare::platform {

absl::StatusOr<uint64_t> MemoryCommitLog::Append(std::string command) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (closed_) return absl::UnavailableError("the commit log is closed");
  entries_.push_back({entries_.size() + 1, std::move(command)});
  changed_.notify_all();
  return entries_.size();
}

absl::StatusOr<std::vector<LogEntry>> MemoryCommitLog::ReadAfter(uint64_t position,
                                                                 size_t max_bytes) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return closed_ || entries_.size() > position; });
  std::vector<LogEntry> entries;
  size_t bytes = 0;
  for (size_t i = position; i < entries_.size() && (entries.empty() || bytes < max_bytes); ++i) {
    bytes += entries_[i].command.size();
    entries.push_back(entries_[i]);
  }
  return entries;
}

void MemoryCommitLog::Applied(uint64_t) {}

bool MemoryCommitLog::Withdraw(uint64_t) { return false; }

void MemoryCommitLog::Close() {
  std::lock_guard<std::mutex> lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

}  // namespace docshare::platform
