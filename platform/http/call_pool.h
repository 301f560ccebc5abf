#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace docshare::platform {

// Runs calls on a fixed number of threads, in the order of their coming. Thread-safe.
class CallPool {
 public:
  // `max_waiting` calls may wait while all threads are busy.
  CallPool(int threads, int max_waiting);
  // Runs what has been submitted to its end.
  ~CallPool();

  CallPool(const CallPool&) = delete;
  CallPool& operator=(const CallPool&) = delete;

  // False when too many calls wait; the call is not made then.
  bool Submit(std::function<void()> call);

 private:
  void Work();

  const size_t max_calls_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::deque<std::function<void()>> waiting_;
  size_t running_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace docshare::platform
