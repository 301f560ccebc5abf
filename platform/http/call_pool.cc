#include "platform/http/call_pool.h"

#include <utility>

namespace docshare::platform {

CallPool::CallPool(int threads, int max_waiting)
    : max_calls_(static_cast<size_t>(threads) + static_cast<size_t>(max_waiting)) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

CallPool::~CallPool() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool CallPool::Submit(std::function<void()> call) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (running_ + waiting_.size() >= max_calls_) return false;
    waiting_.push_back(std::move(call));
  }
  changed_.notify_one();
  return true;
}

void CallPool::Work() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const std::function<void()> call = std::move(waiting_.front());
    waiting_.pop_front();
    ++running_;
    lock.unlock();
    call();
    lock.lock();
    --running_;
  }
}

}  // namespace docshare::platform
