#pragma once

#include <atomic>

namespace docshare::platform {

// Counts a piece of work for as long as it runs, so that too many at once can be refused.
class RunningCount {
 public:
  // `count` must outlive this object.
  explicit RunningCount(std::atomic<int>& count) : count_(count), now_running_(++count_) {}
  ~RunningCount() { --count_; }

  RunningCount(const RunningCount&) = delete;
  RunningCount& operator=(const RunningCount&) = delete;

  // How many ran when this one began, itself included.
  int now_running() const { return now_running_; }

 private:
  std::atomic<int>& count_;
  const int now_running_;
};

}  // namespace docshare::platform
