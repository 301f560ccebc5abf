#include "platform/log/local_commit_log.h"

#include <utility>

namespace docshare::platform {

LocalCommitLog::LocalCommitLog(uint64_t applied_position, size_t max_waiting)
    : max_waiting_(max_waiting), last_position_(applied_position) {}

absl::StatusOr<uint64_t> LocalCommitLog::Append(std::string command) {
  uint64_t position = 0;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (closed_) return absl::UnavailableError("the commit log is closed");
    if (waiting_.size() >= max_waiting_) {
      return absl::ResourceExhaustedError("too many commands wait to be committed");
    }
    position = ++last_position_;
    waiting_.push_back({position, std::move(command)});
  }
  changed_.notify_one();
  return position;
}

absl::StatusOr<std::vector<LogEntry>> LocalCommitLog::ReadAfter(uint64_t position,
                                                                size_t max_bytes) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
  std::vector<LogEntry> entries;
  size_t bytes = 0;
  while (!waiting_.empty() && (entries.empty() || bytes < max_bytes)) {
    // An entry is handed out once: the single applier reads on from where it stood.
    if (waiting_.front().position > position) {
      bytes += waiting_.front().command.size();
      entries.push_back(std::move(waiting_.front()));
    }
    waiting_.pop_front();
  }
  return entries;
}

void LocalCommitLog::Applied(uint64_t) {}

bool LocalCommitLog::Withdraw(uint64_t) { return true; }

void LocalCommitLog::Close() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
}

}  // namespace docshare::platform
